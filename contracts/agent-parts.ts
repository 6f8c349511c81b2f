import { z } from 'zod';
import { LIMIT } from './constants';
import { nameText } from './steps';
import { byteLength } from './text';

/** The parts of an agent that a fork may replace too. */

const oneModel = z.strictObject({
  provider: nameText.max(64),
  name: nameText,
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
});

export const modelChoice = oneModel.extend({
  /** Asked in this order when the one before has failed for good, or its provider keeps failing. */
  fallbacks: z.array(oneModel).max(8).optional(),
});

export const instructions = z.string().refine((text) => byteLength(text) <= LIMIT.instructionsBytes, 'at most 64 KiB');
