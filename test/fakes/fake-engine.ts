import type { Letter } from '../../contracts/letters';
import type { ChildEnded } from '../../contracts/plan';
import { type Engine, type EngineExecution, type EngineProblem, EngineUnavailable, type StartWorkflow } from '../../contracts/ports/engine';

interface FakeEngine extends Engine {
  /** True: every call throws `EngineUnavailable`, as when the Temporal server is away. */
  away: boolean;
  /** True: the next start happens, but its caller sees `EngineUnavailable`. */
  loseNextAnswer: boolean;
  /** Workflows by id, as Temporal knows them. */
  readonly workflows: Map<string, StartWorkflow & { status: EngineExecution['status']; problem?: EngineProblem; cancels: number }>;
  /** Signals in the order in which they came, each the letters that it held. */
  readonly signals: { executionId: string; letters: Letter[] }[];
  /** What parents were told of those that they run. */
  readonly endedChildren: { parentId: string; ended: ChildEnded }[];
  /** Calls of `start` that reached it, repeats included. */
  starts: number;
  describes: number;
}

/** An engine that keeps workflows in memory and runs none. */
export function createFakeEngine(): FakeEngine {
  const workflows: FakeEngine['workflows'] = new Map();
  const answer = () => {
    if (fake.away) throw new EngineUnavailable();
  };
  const fake: FakeEngine = {
    away: false,
    loseNextAnswer: false,
    workflows,
    signals: [],
    endedChildren: [],
    starts: 0,
    describes: 0,
    async start(request) {
      answer();
      fake.starts++;
      if (!workflows.has(request.executionId)) workflows.set(request.executionId, { ...request, status: 'running', cancels: 0 });
      if (!fake.loseNextAnswer) return;
      fake.loseNextAnswer = false;
      throw new EngineUnavailable();
    },
    async cancel(executionId) {
      answer();
      const workflow = workflows.get(executionId);
      if (workflow === undefined) return 'missing';
      if (workflow.status !== 'running') return 'ended';
      workflow.cancels++;
      return 'requested';
    },
    async terminate(executionId) {
      answer();
      const workflow = workflows.get(executionId);
      if (workflow?.status === 'running') workflow.status = 'terminated';
    },
    async deliver(executionId, letters) {
      answer();
      const workflow = workflows.get(executionId);
      if (workflow === undefined) return 'missing';
      if (workflow.status !== 'running') return 'ended';
      fake.signals.push({ executionId, letters });
      return 'delivered';
    },
    async tellChildEnded(parentId, ended) {
      answer();
      if (workflows.get(parentId)?.status === 'running') fake.endedChildren.push({ parentId, ended });
    },
    async describe(executionId) {
      fake.describes++;
      answer();
      const workflow = workflows.get(executionId);
      return workflow === undefined ? null : { status: workflow.status, ...(workflow.problem && { problem: workflow.problem }) };
    },
    async listStuck(limit) {
      answer();
      const stuck = [...workflows.values()].filter(({ problem }) => problem?.code === 'workflow_task_failed');
      return stuck.slice(0, limit).map(({ organizationId, executionId }) => ({ organizationId, executionId }));
    },
    isReachable: async () => !fake.away,
  };
  return fake;
}
