// SPDX-License-Identifier: Apache-2.0
// Small shapes that all sections of a model are made of.
import { z } from 'zod';

export const id = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._/-]{0,126}[a-z0-9])?$/,
    'lower-case letters, digits and . _ / -, at most 128 characters',
  )
  .meta({ id: 'Id', description: 'A name, unique in the whole model.' });

export const word = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-z0-9][a-z0-9._:/@+-]*$/i, 'one word of the vocabulary of the pack');

export const text = z.string().min(1).max(2_000);
