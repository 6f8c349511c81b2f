import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { Shape } from '../shapes';
import { startBenchWorker } from '../start-bench-worker';
import type { BenchSettings, Subject } from '../subject';

/** The shapes hand-written on the SDK, without or with the transcript in each activity's input. */
export async function createBareSubject(name: 'bare' | 'bareWithTranscript', client: Client, settings: BenchSettings): Promise<Subject> {
  const taskQueue = `bench-${name}`;
  const codePath = join(settings.dataFolder, `${name}-workflows.js`);
  const { code } = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'workflows.ts'), logger: new DefaultLogger('ERROR') });
  writeFileSync(codePath, code);
  const worker = await startBenchWorker(join(__dirname, 'main.ts'), { ...settings, taskQueue, workflowBundle: { codePath } });
  const workflowOf = ({ workflow, withTranscript }: Shape['bare']) => (name === 'bare' ? workflow : withTranscript);
  return {
    name,
    pid: worker.pid,
    runs: ({ bare }) => workflowOf(bare) !== undefined,
    async start({ bare, title }) {
      const workflow = workflowOf(bare);
      if (workflow === undefined) throw new Error(`There is no ${name} workflow of ${title}`);
      const handle = await client.workflow.start(workflow, { workflowId: `${name}-${randomUUID()}`, taskQueue, args: bare.arguments });
      return handle.workflowId;
    },
    countWrites: async () => [await worker.countWrites()],
    stop: worker.stop,
  };
}
