import { z } from 'zod';
import { LIMIT } from './constants';
import { DURATION_PATTERN } from './duration';

/** What definitions are made of, wherever it stands. */

export const toolId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and _ only, at most 64');

export const duration = z.string().regex(DURATION_PATTERN, 'a duration such as 500ms, 30s, 5m, 2h or 14d');

export const jsonSchema = z.record(z.string(), z.json());

/** A CEL expression; `api/` compiles it when a definition is saved. */
export const expression = z.string().min(1).max(LIMIT.expressionLength);
