import { type ChaosScene, createBareClient } from './chaos-scene';
import { type CheckedChaos, checkChaos } from './check-chaos';
import type { ChaosPlan } from './plan';
import { runChaos } from './run-chaos';

/** Runs a plan on the scene and checks what it left. Executions that were there before are not its affair. */
export async function play(scene: ChaosScene, plan: ChaosPlan, tell: (line: string) => void): Promise<CheckedChaos> {
  const { studio, temporal } = scene.product;
  const before = new Set<string>();
  for await (const { id } of createBareClient(studio.url).executions.list({ limit: 200 })) before.add(id);
  // Executions that others ran are in no list of ours.
  for await (const { workflowId } of temporal.client.workflow.list()) before.add(workflowId);
  const outcome = await runChaos(scene, plan, before, tell);
  return checkChaos(scene, outcome, before);
}
