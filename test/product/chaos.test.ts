import { type ChaosScene, startChaosScene } from '../chaos/chaos-scene';
import { createPlan } from '../chaos/plan';
import { play } from '../chaos/play';

let scene: ChaosScene;
beforeAll(async () => {
  scene = await startChaosScene();
});
afterAll(() => scene?.end());

/** One seed on every change; a few more are in `npm run test:long`, the rest is `npm run chaos`. */
test.each([7])('chaos with seed %s keeps all promises', async (seed) => {
  const plan = createPlan(seed, { executions: 8, milliseconds: 2_000, faultEvery: [500, 900] });
  const log: string[] = [];
  const { violations, figures } = await play(scene, plan, (line) => log.push(line));
  if (violations.length > 0) console.error(log.join('\n'));
  expect(violations).toEqual([]);
  expect(Object.keys(figures.faults)).not.toEqual([]);
});
