import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../client';
import { projectRoot } from '../../runtime/project-root';
import { spawnSupervisor } from '../harness/spawn-supervisor';
import { startStudio, type TestStudio } from '../harness/studio';

let studio: TestStudio | undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-custom-'));
});
afterEach(async () => {
  await studio?.cleanUp();
  studio = undefined;
  rmSync(folder, { recursive: true, force: true });
});

it('offers and runs the tools of the configured folder, and keeps the files that tools write', async () => {
  studio = await startStudio({ env: { STUDIO_TOOLS: join(projectRoot(), 'examples/tools') } });
  const client = createClient({ url: studio.url });
  const { items } = await client.tools.list();
  expect(items.find(({ id }) => id === 'order_status')).toMatchObject({ source: 'order-status.ts', repeat: 'pure' });
  const workflow = await client.workflows.create({
    name: 'Where is it?',
    root: {
      id: 'row',
      type: 'sequential',
      steps: [
        { id: 'look', type: 'tool', tool: 'order_status', arguments: { order: '{{ input }}' } },
        { id: 'file', type: 'tool', tool: 'write_artifact', arguments: { name: 'order.txt', text: '{{ steps.look.data.state }}' } },
      ],
    },
  });
  const { executionId } = await client.workflows.execute(workflow.id, 'A-1002');
  expect(await client.executions.result(executionId)).toMatchObject({
    status: 'completed',
    output: { data: { name: 'order.txt', size: 10 } },
  });
  expect(Buffer.from(await client.executions.artifact(executionId, 'order.txt')).toString()).toBe('on its way');
});

it('does not start with a tool that is broken, and says which', async () => {
  writeFileSync(join(folder, 'broken.ts'), 'export default {');
  const supervisor = spawnSupervisor(join(folder, 'data'), { STUDIO_TOOLS: folder });
  expect(await supervisor.closed).not.toBe(0);
  expect(supervisor.output()).toContain(`The tool file ${join(folder, 'broken.ts')} cannot be used: `);
  expect(supervisor.output()).not.toContain('Agent Studio  http');
});
