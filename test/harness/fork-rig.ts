import { createEngineRig, type EngineRig } from './engine-rig';

/** A step and speakers of the agents that {@link createForkRig} has. */
export const STEP_OF_A = { id: 'a', type: 'agent', agent: 'A' } as const;
export const SPEAKERS = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

/** A rig with the agents A, who counts words, B, and Boss, by whose instructions its model is told apart. */
export async function createForkRig(): Promise<EngineRig> {
  const rig = await createEngineRig();
  await rig.agents({ name: 'A', tools: ['text_statistics'] }, { name: 'B' }, { name: 'Boss', instructions: 'Boss' });
  return rig;
}
