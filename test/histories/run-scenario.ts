import type { ExecutionStatus } from '../../contracts/entities';
import { createEngineRig, type Run } from '../harness/engine-rig';
import type { TestTemporal } from '../harness/temporal-server';
import { type RecordedRun, readRuns } from './read-runs';
import type { Scenario } from './scenarios';

/** Runs it on this server and returns its histories. Rejects when it does not go as the scenario says. */
export async function runScenario(name: string, scenario: Scenario, temporal: TestTemporal): Promise<RecordedRun[]> {
  const rig = await createEngineRig({ temporal });
  try {
    await rig.agents({ name: 'A', instructions: 'I am A', tools: ['text_statistics'] }, { name: 'B', instructions: 'I am B' });
    await rig.agents({ name: 'Boss', instructions: 'I am Boss' });
    const spare = { provider: 'openai', name: 'spare' };
    await rig.agents({ name: 'Spare', model: { provider: 'openai', name: 'fake', fallbacks: [spare] } });
    await rig.workflows(...(scenario.workflows ?? []));
    rig.model.setBehaviour(scenario.behaviour ?? {});
    const run = await rig.start(scenario.root, scenario.input ?? 'hello', scenario.budget);
    await scenario.meanwhile?.(rig, run);
    const runs = await toRuns(name, run, scenario.status);
    if (scenario.shortRuns && runs.length === 1) throw new Error(`${name} did not continue as new`);
    const { fork } = scenario;
    if (fork === undefined) return runs;
    rig.model.setBehaviour(fork.behaviour ?? {});
    return [...runs, ...(await toRuns(`${name}.fork`, await rig.fork(run, fork.superstep, fork.edits), fork.status))];
  } finally {
    await rig.close();
  }
}

async function toRuns(name: string, run: Run, status: ExecutionStatus): Promise<RecordedRun[]> {
  const { execution } = await run.finished();
  if (execution.status !== status) throw new Error(`${name} ended as ${execution.status}, not ${status}`);
  return readRuns(run.handle.client, run.id, run.firstRunId, name);
}
