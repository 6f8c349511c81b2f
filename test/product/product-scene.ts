import { type Client, createClient, type Workflow } from '../../client';
import { connectTemporalClient, type TemporalClient } from '../../runtime/connect-temporal';
import { type FakeOpenAiServerProcess, startFakeOpenAiServer } from '../fakes/openai-server-process';
import { type StartStudioOptions, startStudio, type TestStudio } from '../harness/studio';
import { type Checked, checkPromises } from './check-promises';

/** A whole product whose models are the fake server's, and what a test needs to use it and to look behind it. */
export interface ProductScene {
  fake: FakeOpenAiServerProcess;
  studio: TestStudio;
  client: Client;
  temporal: TemporalClient;
  /** A workflow of agents in a row, one for each step id; its executions run the same way every time. */
  createRow(name: string, stepIds: string[]): Promise<Workflow>;
  /** Checks what must hold after every fault, and returns what it saw. */
  check(executionId: string): Promise<Checked>;
  /** The supervisor has ended; another one goes on with the folder. */
  startAgain(): Promise<void>;
  end(): Promise<void>;
}

/** Starts fake and product. The fake's rules are a test's own affair: their gates open for good, so give each its name. */
export async function startProductScene(options: StartStudioOptions = {}): Promise<ProductScene> {
  const fake = await startFakeOpenAiServer();
  const env = { OPENAI_BASE_URL: fake.url, STUDIO_LOG_LEVEL: 'warn', ...options.env };
  const studio = await startStudio({ ...options, env }).catch(async (error: unknown) => {
    await fake.close();
    throw error;
  });

  /** Closed at the end: closing one while a call of it is being repeated is an uncaught error of the SDK. */
  const earlier: ProductScene['temporal'][] = [];
  const scene: ProductScene = {
    fake,
    ...toParts(studio),
    createRow: (name, stepIds) => createRow(scene.client, name, stepIds),
    check: (executionId) => checkPromises(scene, executionId),
    async startAgain() {
      const next = await scene.studio.startAgain();
      earlier.push(scene.temporal);
      Object.assign(scene, toParts(next));
    },
    async end() {
      for (const temporal of [...earlier, scene.temporal]) await temporal.close();
      await scene.studio.cleanUp();
      await fake.close();
    },
  };
  return scene;
}

function toParts(studio: TestStudio): Pick<ProductScene, 'studio' | 'client' | 'temporal'> {
  const { temporal } = studio.run();
  if (temporal === null) throw new Error('run.json names no Temporal server');
  return { studio, client: createClient({ url: studio.url }), temporal: connectTemporalClient(temporal) };
}

async function createRow(client: Client, name: string, stepIds: string[]): Promise<Workflow> {
  const agent = await client.agents.create({ name: `${name} agent`, instructions: 'Answer in one sentence.' });
  const steps = stepIds.map((id) => ({ id, type: 'agent' as const, agent: agent.name }));
  return client.workflows.create({ name, root: { id: 'row', type: 'sequential', steps } });
}
