// SPDX-License-Identifier: Apache-2.0
// A description of what normally happens, and of attacks, from which events are made. It is data: the engine knows no trade.
import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'a letter, then letters, digits and . _ -');
const text = z.string().max(600);
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as `08:30`');

/** How a value comes about. Text that starts with `$` is the variable of that name; `{name}` in a text stands for one. */
export type Value =
  | string
  | number
  | boolean
  | { readonly uniform: readonly [Value, Value] }
  | { readonly integer: readonly [Value, Value] }
  | { readonly normal: readonly [Value, Value]; readonly digits?: number | undefined }
  | { readonly lognormal: readonly [Value, Value] }
  | { readonly choose: Readonly<Record<string, number>> }
  | { readonly one: readonly Value[] }
  | { readonly chance: number }
  | { readonly sum: readonly Value[] }
  | { readonly product: readonly Value[] }
  | { readonly round: Value };

const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    text,
    z.number(),
    z.boolean(),
    z.strictObject({ uniform: z.tuple([Value, Value]) }).describe('Uniform between two numbers'),
    z.strictObject({ integer: z.tuple([Value, Value]) }).describe('Uniform whole number, both ends included'),
    z
      .strictObject({ normal: z.tuple([Value, Value]), digits: z.int().min(0).max(9).optional() })
      .describe('Mean and standard deviation'),
    z.strictObject({ lognormal: z.tuple([Value, Value]) }).describe('Median and sigma of the logarithm'),
    z
      .strictObject({ choose: z.record(z.string(), z.number().min(0)) })
      .describe('One of the keys, by weight'),
    z.strictObject({ one: z.array(Value).min(1) }).describe('One of these, all alike'),
    z.strictObject({ chance: z.number().min(0).max(1) }).describe('True with this probability'),
    z.strictObject({ sum: z.array(Value).min(1) }),
    z.strictObject({ product: z.array(Value).min(1) }),
    z.strictObject({ round: Value }),
  ]),
);

export type Step =
  | {
      readonly event: string;
      readonly keys?: readonly string[] | Readonly<Record<string, Value>> | undefined;
      readonly data?: Readonly<Record<string, Value>> | undefined;
      readonly trust?: string | undefined;
      readonly usual?: true | undefined;
    }
  | { readonly wait: Value }
  | { readonly let: Readonly<Record<string, Value>> }
  | { readonly new: Readonly<Record<string, string>> }
  | { readonly draw: string; readonly as?: string | undefined }
  | { readonly with: number; readonly do: readonly Step[]; readonly else?: readonly Step[] | undefined }
  | { readonly repeat: Value; readonly every?: Value | undefined; readonly do: readonly Step[] }
  | { readonly beside: readonly Step[] }
  | { readonly put: string; readonly carry: readonly string[] }
  | { readonly take: string; readonly do: readonly Step[]; readonly else?: readonly Step[] | undefined }
  | { readonly travel: Travel; readonly do: readonly Step[] };

/** From where `lat` and `lon` are to a place, in a straight line; `do` at every tick, with `lat`, `lon`, `speed`. */
export interface Travel {
  /** Degrees. */
  readonly to: readonly [Value, Value];
  /** Kilometres per hour. */
  readonly speed: Value;
  /** Seconds between ticks. */
  readonly every: number;
}

const Step: z.ZodType<Step> = z.lazy(() =>
  z.union([
    z
      .strictObject({
        event: name,
        keys: z.union([z.array(name), z.record(name, Value)]).optional(),
        data: z.record(name, Value).optional(),
        trust: name.optional(),
        usual: z.literal(true).optional().describe('In an attack: part of normal life all the same'),
      })
      .describe('An event now; `keys` names variables, or gives values'),
    z.strictObject({ wait: Value }).describe('Seconds until the next step'),
    z.strictObject({ let: z.record(name, Value) }).describe('Variables, in this order'),
    z
      .strictObject({ new: z.record(name, text) })
      .describe('Variable: prefix of an id that nothing had before'),
    z.strictObject({ draw: name, as: name.optional() }).describe('Somebody or something of a population'),
    z
      .strictObject({
        with: z.number().min(0).max(1),
        do: z.array(Step),
        else: z.array(Step).optional(),
      })
      .describe('With this probability'),
    z.strictObject({ repeat: Value, every: Value.optional(), do: z.array(Step) }),
    z.strictObject({ beside: z.array(Step) }).describe('Goes on at the same time'),
    z.strictObject({ put: text, carry: z.array(name) }).describe('Leaves variables in a queue'),
    z
      .strictObject({ take: text, do: z.array(Step), else: z.array(Step).optional() })
      .describe('What waited longest in a queue, or else'),
    z.strictObject({
      travel: z.strictObject({
        to: z.tuple([Value, Value]),
        speed: Value,
        every: z.number().min(1),
      }),
      do: z.array(Step),
    }),
  ]),
);

const Population = z.strictObject({
  key: name,
  prefix: text,
  size: z.int().min(1).max(10_000_000),
  skew: z.number().min(0).max(5).optional().describe('0: all alike; 1: few come often'),
  attributes: z.record(name, Value).optional().describe('Drawn once for each member'),
});

const Process = z.strictObject({
  id: name,
  perDay: z.number().min(0).optional().describe('How often it starts, by chance, on a usual day'),
  profile: name.optional(),
  every: z.number().min(1).optional().describe('Or: seconds between starts'),
  between: z.tuple([hour, hour]).optional().describe('With `every`: the time of day'),
  each: name.optional().describe('Starts for every member of a population'),
  do: z.array(Step).min(1),
});
export type Process = z.infer<typeof Process>;

const Attack = z.strictObject({
  id: name,
  title: text,
  text,
  threats: z.array(z.int().min(1)).min(1),
  crosses: z.array(text).min(1).describe('Companies, and cyber or physical, that it goes through'),
  between: z.tuple([hour, hour]).describe('When it begins'),
  do: z.array(Step).min(1),
});
export type Attack = z.infer<typeof Attack>;

export const Traffic = z.strictObject({
  traffic: z.literal(1),
  name: text,
  source: z
    .string()
    .regex(/^[\w:/.-]+$/)
    .describe('CloudEvents `source` of all events'),
  week: z.array(z.number().min(0)).length(7).optional().describe('Weight of each day, Monday first'),
  profiles: z
    .record(name, z.array(z.number().min(0)).length(24))
    .describe('Weight of each hour of a day, UTC'),
  populations: z.record(name, Population),
  processes: z.array(Process),
  attacks: z.array(Attack),
});
export type Traffic = z.infer<typeof Traffic>;
