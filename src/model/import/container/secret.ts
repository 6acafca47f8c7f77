// SPDX-License-Identifier: Apache-2.0
// Secrets in variables. A value is looked at here and forgotten: it never gets into a model, a problem or a note.

/** What a variable with a literal secret is. */
export interface FoundSecret {
  readonly type: 'password' | 'api-key' | 'token' | 'ssh-key' | 'certificate';
  /** A password of an example or a maker, or one that is tried first. */
  readonly weak: boolean;
  /** The part of the value that is secret, to see when two services hold the same one. Do not store it. */
  readonly value: string;
}

const SECRET_KEY =
  /(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|CREDENTIALS?)(?:_BASE(?:64)?|_HASH|_VALUE|_\d+)?$/i;
/** Settings about a secret that are none themselves. */
const NOT_SECRET_KEY =
  /(?:_FILE|_PATH|_DIR|_URL|_URI|_ENDPOINT|_NAME|_ID|_TTL|_LENGTH|_EXPIRY|_EXPIRES|_ENABLED|_REQUIRED|_POLICY|_TYPE|_HEADER|BYPASS|COMPASS|EMPTY_PASSWORD|RANDOM_\w*PASSWORD|PUBLIC\w*_KEY|PUBLIC_TOKEN|OLDPWD|^PWD)$/i;
const NOT_SECRET_VALUE =
  /^(?:true|false|yes|no|on|off|null|none|\d{1,3}|\/[\w./-]+|vault:.*|arn:.*|<[^>]*>)$/i;
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s/@]+)@/i;
const CONNECTION_PASSWORD = /(?:^|[;\s])(?:password|pwd)\s*=\s*([^;\s]+)/i;

/** Passwords that stand in the documentation of the products, and those that lists of guesses start with. */
const WEAK = new Set(
  `admin administrator changeit changeme change_me default demo dev docker example guest letmein minioadmin minio mongo mysql otel
   p@ssw0rd pass passw0rd password password1 password123 postgres qwerty rabbitmq redis root sa secret supersecret test toor user
   welcome 1234 12345 123456 1234567 12345678 123456789 admin123 root123 yourpassword mypassword mysecretpassword rootpassword`.split(
    /\s+/,
  ),
);

/** The secret that a variable holds literally; undefined when it holds none, or only the name of a variable. */
export function secretIn(key: string, value: string): FoundSecret | undefined {
  const secret = literalSecret(key, value.trim());
  if (secret === undefined || secret === '' || isVariable(secret) || NOT_SECRET_VALUE.test(secret))
    return undefined;
  const plain = secret.toLowerCase();
  const weak =
    WEAK.has(plain) ||
    plain === key.toLowerCase() ||
    /^(?:change|replace|your|insert|todo)[-_ ]?/.test(plain);
  return { type: typeOf(key, secret), weak, value: secret };
}

/** True when a name says that what stands behind it is secret. */
export function isSecretName(name: string): boolean {
  return SECRET_KEY.test(name) && !NOT_SECRET_KEY.test(name);
}

/** Settings that switch authentication off: [variable, value]. */
const OPEN_SETTINGS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:ALLOW_EMPTY|EMPTY)_(?:ROOT_)?PASSWORD$/i, /^(?:1|yes|true|on)$/i],
  [/^POSTGRES_HOST_AUTH_METHOD$/i, /^trust$/i],
  [/ALLOW_ANONYMOUS_LOGIN$/i, /^(?:1|yes|true|on)$/i],
  [/(?:SECURITY|AUTH)_ENABLED$/i, /^(?:0|no|false|off)$/i],
  [/DISABLE_SECURITY(?:_PLUGIN)?$/i, /^(?:1|yes|true|on)$/i],
];

/** True when the variable switches authentication off. */
export function isOpenSetting(key: string, value: string): boolean {
  // `xpack.security.enabled` is written with dots.
  const name = key.replaceAll('.', '_');
  return OPEN_SETTINGS.some(([names, values]) => names.test(name) && values.test(value.trim()));
}

function literalSecret(key: string, value: string): string | undefined {
  if (SECRET_KEY.test(key) && !NOT_SECRET_KEY.test(key)) return value;
  return USER_INFO.exec(value)?.[1] ?? CONNECTION_PASSWORD.exec(value)?.[1];
}

function isVariable(text: string): boolean {
  return /^\$(?:\{[^}]*\}|\([^)]*\)|\w+)$/.test(text) || text.includes('${') || /\{\{.*\}\}/.test(text);
}

function typeOf(key: string, value: string): FoundSecret['type'] {
  if (/BEGIN (?:OPENSSH|RSA|EC|DSA) PRIVATE KEY/.test(value) || /SSH/i.test(key)) return 'ssh-key';
  if (/PRIVATE_?KEY/i.test(key)) return 'certificate';
  return credentialType(key);
}

/** The type of credential that a name speaks of. */
export function credentialType(name: string): 'password' | 'api-key' | 'token' {
  if (/TOKEN|JWT/i.test(name)) return 'token';
  if (/KEY|SECRET/i.test(name) && !/PASS/i.test(name)) return 'api-key';
  return 'password';
}
