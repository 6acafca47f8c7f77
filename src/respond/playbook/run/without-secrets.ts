// SPDX-License-Identifier: Apache-2.0
// A playbook without the secrets that its maker wrote into it: the log keeps playbooks for good. The operator keeps the secret
// under the name of the authentication, or of the variable that stood for it.
import type { Playbook } from '../shape/playbook.ts';

const VARIABLE = /^\$*(__.+__):value$/;

/** The playbook that is written down, and the names of the secrets that were taken out of it. */
export function withoutSecrets(playbook: Playbook): {
  readonly playbook: Playbook;
  readonly names: readonly string[];
} {
  const infos = Object.entries(playbook.authentication_info_definitions ?? {});
  const plain = infos.filter(([, info]) => textsOf(info).some((text) => !VARIABLE.test(text)));
  const variables = playbook.playbook_variables ?? {};
  const named = new Set(
    infos.flatMap(([, info]) => textsOf(info).flatMap((text) => VARIABLE.exec(text)?.[1] ?? [])),
  );
  const held = [...named].filter(
    (name) => Object.hasOwn(variables, name) && (variables[name]?.value ?? '') !== '',
  );
  if (plain.length + held.length === 0) return { playbook, names: [] };
  return {
    playbook: {
      ...playbook,
      ...(infos.length === 0
        ? {}
        : {
            authentication_info_definitions: Object.fromEntries(
              infos.map(([id, info]) => [id, plain.some(([each]) => each === id) ? kept(id, info) : info]),
            ),
          }),
      ...(held.length === 0
        ? {}
        : {
            playbook_variables: Object.fromEntries(
              Object.entries(variables).map(([name, variable]) => [
                name,
                held.includes(name) ? { ...variable, value: null } : variable,
              ]),
            ),
          }),
    },
    names: [...plain.map(([id]) => id), ...held],
  };
}

type Info = NonNullable<Playbook['authentication_info_definitions']>[string];

function textsOf({ password, token, kms }: Info): readonly string[] {
  return kms === true ? [] : [password, token].filter((each) => each !== undefined);
}

/** What is left of an authentication: everything but the secret, and under which name it is kept. */
function kept(id: string, info: Info): Info {
  const { password, token, ...rest } = info;
  return { ...rest, kms: true, kms_key_identifier: id };
}
