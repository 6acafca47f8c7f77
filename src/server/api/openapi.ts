// SPDX-License-Identifier: Apache-2.0
// The contract as an OpenAPI 3.1 document.
import { z } from 'zod';
import { CONTRACT, LIVE_EVENTS, Refusal, type Route, type RouteName } from './contract/index.ts';
import { type Asking, TABLE } from './table.ts';

type Json = Readonly<Record<string, unknown>>;

/** @param version of the program. */
export function openApi(version: string): Json {
  const schemas: Record<string, Json> = {};
  const refused = component(schemas, 'Refusal', Refusal, 'output');
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries(CONTRACT) as [string, Route][]) {
    const at = paths[route.path] ?? {};
    paths[route.path] = at;
    at[route.method.toLowerCase()] = operation(schemas, name, route, refused);
  }
  paths['/v1/live'] = { get: live(schemas, refused) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'ENSURESEC',
      version,
      description: 'What one ENSURESEC server answers. Refusals have one shape; times are UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-ensuresec',
          description:
            'Of POST /v1/session. In the clear on this machine its name is ensuresec-PORT. What is not GET also needs X-CSRF-Token with the `csrf` of /v1/me.',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

/** The row of the table, as extensions (§4.9 of OpenAPI 3.1). */
function whoMay(asking: Asking): Json {
  const { roles, scope } = TABLE[asking];
  if (roles === 'everybody') return { security: [], 'x-roles': ['everybody'] };
  return { 'x-roles': roles, ...(scope === undefined ? {} : { 'x-scope': scope }) };
}

/** Refusals that every route has. */
const COMMON: Readonly<Record<number, string>> = {
  401: 'Who asks is not signed in, or the token is none',
  403: 'Who asks may not do that',
  429: 'Too many requests',
  421: 'The server is not reached under that name',
};

function operation(schemas: Record<string, Json>, name: string, route: Route, refused: Json): Json {
  const { summary, access, params, query, body, answer, bytes, begins, refusals = {} } = route;
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const more = {
    ...(params === undefined && query === undefined && body === undefined
      ? {}
      : { 400: 'The request is not as described; `problems` say where' }),
    ...(body === undefined ? {} : { 415: 'The body is not application/json in UTF-8' }),
  };
  return {
    operationId: name,
    summary,
    ...whoMay(name as RouteName),
    tags: [access],
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: json(component(schemas, `${title}Body`, body, 'input')) },
        }),
    responses: {
      [begins === undefined ? 200 : 202]: {
        description: summary,
        ...(begins === undefined
          ? {}
          : { headers: { Location: { description: `\`${begins}\``, schema: { type: 'string' } } } }),
        // §4.8.14.2: of bytes nothing more is said.
        content:
          bytes === undefined
            ? json(component(schemas, `${title}Answer`, answer, 'output'))
            : { [bytes]: {} },
      },
      ...refusalsOf({ ...COMMON, ...more, ...refusals }, refused),
    },
  };
}

function live(schemas: Record<string, Json>, refused: Json): Json {
  const events = Object.entries(LIVE_EVENTS).map(([name, schema]) => {
    const { $ref } = component(schemas, `Live${name[0]?.toUpperCase()}${name.slice(1)}`, schema, 'output');
    return `\`${name}\`: ${String($ref).split('/').at(-1)}`;
  });
  return {
    operationId: 'live',
    summary: 'What changes, as it changes (server-sent events)',
    description: `Each \`data:\` is JSON of the schema of its \`event:\`. ${events.join(', ')}. Nothing is kept for those who were away: ask for the state after a reconnect.`,
    ...whoMay('live'),
    tags: ['read'],
    parameters: [],
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      ...refusalsOf({ ...COMMON, 503: 'Too many listen' }, refused),
    },
  };
}

function refusalsOf(by: Readonly<Record<number, string>>, refused: Json): Json {
  return Object.fromEntries(
    Object.entries(by).map(([status, description]) => [status, { description, content: json(refused) }]),
  );
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function parametersOf(shape: z.ZodObject | undefined, place: 'path' | 'query'): readonly Json[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as { readonly description?: string };
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** Adds a schema with its definitions beside it, and gives the reference to it. */
function component(
  schemas: Record<string, Json>,
  name: string,
  schema: z.ZodType,
  io: 'input' | 'output',
): Json {
  const { $schema: _, $defs = {}, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  const place = (each: unknown): Json =>
    JSON.parse(JSON.stringify(each), (key, value: unknown) => {
      if (key === 'id') return typeof value === 'string' ? undefined : value;
      if (key !== '$ref' || typeof value !== 'string') return value;
      return value === '#'
        ? `#/components/schemas/${name}`
        : value.replace('#/$defs/', `#/components/schemas/${name}.`);
    }) as Json;
  for (const [id, of] of Object.entries($defs)) schemas[`${name}.${id}`] = place(of);
  schemas[name] = place(body);
  return { $ref: `#/components/schemas/${name}` };
}
