import { type ChaosScene, startChaosScene } from './chaos-scene';
import { createPlan } from './plan';
import { play } from './play';

/** A test of a short run for each seed, in one Studio. */
export function testSeeds(seeds: readonly number[]): void {
  let scene: ChaosScene;
  beforeAll(async () => {
    scene = await startChaosScene();
  });
  afterAll(() => scene?.end());

  test.each(seeds)('chaos with seed %s keeps all promises', async (seed) => {
    const plan = createPlan(seed, { executions: 8, milliseconds: 2_000, faultEvery: [500, 900] });
    const log: string[] = [];
    const { violations, figures } = await play(scene, plan, (line) => log.push(line));
    if (violations.length > 0) console.error(log.join('\n'));
    expect(violations).toEqual([]);
    expect(Object.keys(figures.faults)).not.toEqual([]);
  });
}
