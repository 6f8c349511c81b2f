import { type Client, type Execution, hasEnded } from '../../../client';
import { checkPromises } from '../../product/check-promises';
import type { SeenByProvider } from '../../product/provider-record';
import { readPages } from '../../product/read-execution';
import type { ChaosScene } from '../chaos-scene';
import type { ChaosOutcome, Derived, Started } from '../outcome';
import type { EndedWork } from '../work';
import { toRoot, toWork } from '../works';
import { checkDecisions } from './check-decisions';
import { checkDerived } from './check-derived';
import { checkEffects } from './check-effects';
import { checkEvents, checkMessages, checkPauses } from './check-letters';
import { checkUndoing } from './check-undoing';
import { readHistory } from './read-history';

export interface ExecutionChecker {
  /** Holds one execution to promises 2 to 5; returns what is wrong. */
  check(execution: Execution): Promise<string[]>;
}

/** `provider`: what the fake provider saw of an execution. */
export function createExecutionChecker(
  { product, places, effects }: ChaosScene,
  client: Client,
  outcome: ChaosOutcome,
  provider: (executionId: string) => SeenByProvider,
): ExecutionChecker {
  const started = new Map<string, Started>([...outcome.started.values()].map((one) => [one.executionId, one]));
  const derived = new Map<string, Derived>(outcome.derived.map((one) => [one.executionId, one]));
  const { accepted, terminated, disturbed, paused } = outcome;
  const toldSomething = new Set([...accepted.messages.values()].map(({ executionId }) => executionId));

  async function readEnded(id: string): Promise<EndedWork> {
    const checked = await checkPromises({ ...product, client }, id, { provider, terminated: terminated.has(id) });
    const filter = { executionId: id, status: [...STATUSES], limit: 200 };
    const approvals = await readPages((cursor) => client.approvals.list({ ...filter, cursor }));
    return { ...checked, approvals: approvals.toReversed() };
  }

  async function checkEnded(ended: EndedWork): Promise<string[]> {
    const { id } = ended.execution;
    const complaints = [
      ...checkCeiling(ended.execution),
      ...checkDecisions(ended, accepted.decisions),
      ...checkEvents(ended, accepted.events),
      ...checkEffects(ended, effects),
    ];
    const name = started.get(id)?.work ?? derived.get(id)?.work;
    if (name !== undefined) complaints.push(...checkWork(ended, name));
    if (paused.has(id) || toldSomething.has(id)) {
      const history = await readHistory(product.temporal, id);
      complaints.push(...checkPauses(history), ...checkMessages(history, ended, accepted.messages));
    }
    const from = derived.get(id);
    if (from !== undefined) {
      const checkpoints = await readPages((cursor) => client.executions.checkpoints(from.source, { limit: 200, cursor }));
      complaints.push(...checkDerived(ended, await readEnded(from.source), from, checkpoints));
    }
    return complaints;
  }

  /** It ended as it should, if nobody disturbed it. */
  function checkWork(ended: EndedWork, name: string): string[] {
    const { execution } = ended;
    const { id, status, error } = execution;
    const work = toWork(name);
    const complaints = checkUndoing(toRoot(work, places), ended, { left: terminated.has(id) });
    if (disturbed.has(id)) return complaints;
    if (!work.ends.includes(status)) return [...complaints, `ended as ${status}: ${JSON.stringify(error)}`];
    const complaint = started.has(id) ? work.check?.(ended) : undefined;
    return complaint === undefined ? complaints : [...complaints, complaint];
  }

  /** By what the provider saw, not by what we counted. */
  function checkCeiling({ id, budget, budgetUsed }: Execution): string[] {
    const requests = Object.values(provider(id).calls).reduce((sum, call) => sum + call.requests - call.failed, 0);
    const isOver = budget?.calls !== undefined && Math.max(requests, budgetUsed?.calls ?? 0) > budget.calls;
    return isOver ? [`made ${requests} calls and counts ${budgetUsed?.calls}, its ceiling is ${budget.calls}`] : [];
  }

  return {
    async check({ id, status }) {
      if (!hasEnded(status)) return [`is ${status}`];
      try {
        const name = started.get(id)?.work ?? derived.get(id)?.work ?? 'part of another';
        return (await checkEnded(await readEnded(id))).map((complaint) => `"${name}" ${complaint}`);
      } catch (error) {
        const { items } = await client.executions.attempts(id, { limit: 200 });
        const detail = JSON.stringify({ attempts: items, seen: provider(id) });
        return [error instanceof Error ? error.message : String(error), `in detail: ${detail}`];
      }
    },
  };
}

const STATUSES = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const;
