import { LIMIT } from '../contracts/constants';
import { isNestedDeeperThan, type Json } from '../contracts/json';
import type { ToolDefinition } from '../contracts/ports/tool';
import { byteLength } from '../contracts/text';
import { describeMistakes } from './json-schema';

/** What a tool call answered; `invalid`: its caller called it wrongly. */
export type ToolOutcome = { invalid?: true } & ({ result: Json } | { error: { code: string; message: string } });

/** Why a call may not be made; null when its arguments are small enough and fit. */
export function refuseArguments({ inputSchema }: ToolDefinition, toolArguments: Json): ToolOutcome | null {
  const tooLarge = describeTooLarge(toolArguments);
  if (tooLarge !== null) return refusal('arguments_too_large', tooLarge);
  const invalid = describeMistakes(inputSchema, toolArguments, 'arguments');
  return invalid === null ? null : refusal('invalid_arguments', `The arguments do not fit: ${invalid}`);
}

/** What is wrong with the size of a call's arguments; null when they are small enough. */
export function describeTooLarge(toolArguments: Json): string | null {
  const size = byteLength(JSON.stringify(toolArguments));
  if (size <= LIMIT.toolArgumentsBytes) return null;
  return `The arguments have ${size} bytes; at most ${LIMIT.toolArgumentsBytes} are taken. Send less`;
}

/**
 * What a tool gave, as plain JSON. The tool has run, whatever becomes of its result: what is no JSON, too large or
 * does not fit is an answer that says so.
 */
export function toOutcome({ outputSchema }: ToolDefinition, given: unknown): ToolOutcome {
  const text = toJsonText(given);
  if (text === null) return failure('invalid_result', 'The tool ran, but its result is not JSON');
  const size = byteLength(text);
  if (size > LIMIT.toolResultBytes) {
    const advice = 'ask for less, or for a file';
    return failure(
      'result_too_large',
      `The tool ran, but its result has ${size} bytes and at most ${LIMIT.toolResultBytes} are kept; ${advice}`,
    );
  }
  const result = JSON.parse(text) as Json;
  if (isNestedDeeperThan(LIMIT.jsonDepth, result)) {
    return failure('invalid_result', `The tool ran, but its result is nested more than ${LIMIT.jsonDepth} levels deep`);
  }
  const invalid = outputSchema === undefined ? null : describeMistakes(outputSchema, result, 'result');
  return invalid === null ? { result } : failure('invalid_result', `The tool ran, but its result does not fit its schema: ${invalid}`);
}

/** Nothing counts as null; null stands for what JSON cannot say (a cycle, a function, a BigInt). */
function toJsonText(given: unknown): string | null {
  if (given === undefined) return 'null';
  try {
    return JSON.stringify(given) ?? null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

const failure = (code: string, message: string): ToolOutcome => ({ error: { code, message } });
const refusal = (code: string, message: string): ToolOutcome => ({ invalid: true, ...failure(code, message) });
