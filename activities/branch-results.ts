import type { Json, JsonObject } from '../contracts/json';
import type { Asking, StepOutputs } from './step-outputs';

/** What became of one branch of a `concurrent`, or of one item of a `map`. */
export type BranchResult =
  | { status: 'completed'; text: string; data?: Json }
  | { status: 'failed'; error: { code: string; message: string } };

/** The results of branches, in the order of their paths. */
export async function collectBranches(of: Asking, outputs: StepOutputs, paths: string[]): Promise<BranchResult[]> {
  const outcomes = await outputs.outcomes(of, paths);
  const results: BranchResult[] = [];
  for (const outcome of outcomes) {
    if (outcome?.status === 'completed') results.push({ status: 'completed', ...(await outputs.ofCall(of, outcome.output)) });
    else if (outcome?.status === 'failed')
      results.push({ status: 'failed', error: { code: outcome.error.code, message: outcome.error.message } });
    else results.push({ status: 'failed', error: { code: 'cancelled', message: 'The branch did not finish' } });
  }
  return results;
}

/** Texts joined by a blank line, and the list of all results, each with what `name` says of it. */
export function toCollected(
  results: BranchResult[],
  name: (result: BranchResult, index: number) => JsonObject,
): { text: string; data: Json } {
  return {
    text: results.flatMap((result) => (result.status === 'completed' ? [result.text] : [])).join('\n\n'),
    data: results.map((result, index) => ({ ...name(result, index), ...result })),
  };
}

/**
 * The answer that most branches gave, compared trimmed and case-folded, and how often each was given.
 * A tie goes to the answer of the earlier branch; null when no branch completed.
 */
export function countVotes(results: BranchResult[]): { winner: string; votes: Record<string, number> } | null {
  const ballots = new Map<string, { text: string; count: number }>();
  for (const result of results) {
    if (result.status !== 'completed') continue;
    const text = result.text.trim();
    const key = text.normalize('NFKC').toLowerCase();
    const ballot = ballots.get(key) ?? { text, count: 0 };
    ballots.set(key, { ...ballot, count: ballot.count + 1 });
  }
  const [winner] = [...ballots.values()].sort((one, other) => other.count - one.count);
  if (winner === undefined) return null;
  return { winner: winner.text, votes: Object.fromEntries([...ballots.values()].map(({ text, count }) => [text, count])) };
}
