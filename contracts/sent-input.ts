import { toPieces } from './pieces';
import type { PlanStep, TapePage, WorkflowInput } from './plan';
import { byteLength } from './text';

/** JSON of a skeleton that goes with the rest of a workflow's input in one payload. */
const LONGEST_SKELETON_BYTES = 40 * 1024;

/** A workflow's input on its way through Temporal: a long skeleton comes in as many pieces, payloads of their own. */
export type SentInput = WorkflowInput | (Omit<WorkflowInput, 'root'> & { rootPieces: number });

/** What a run of a workflow is started with: its input, the pieces of its skeleton, then the pages of its tape. */
export type RunArguments = [SentInput, ...(string | TapePage)[]];

/** The pieces of a skeleton that does not fit beside anything else; none of one that does. */
export function toRootPieces(root: PlanStep): string[] {
  const json = JSON.stringify(root);
  return byteLength(json) <= LONGEST_SKELETON_BYTES ? [] : toPieces(json);
}

export function toRunArguments(input: WorkflowInput, pages: TapePage[]): RunArguments {
  const pieces = toRootPieces(input.root);
  if (pieces.length === 0) return [input, ...pages];
  const { root: _root, ...rest } = input;
  return [{ ...rest, rootPieces: pieces.length }, ...pieces, ...pages];
}

/** The input with its skeleton put together again. */
export function withRoot(input: SentInput, pieces: string[]): WorkflowInput {
  if ('root' in input) return input;
  const { rootPieces: _count, ...rest } = input;
  return { ...rest, root: JSON.parse(pieces.join('')) as PlanStep };
}
