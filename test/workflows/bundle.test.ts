import { readFileSync } from 'node:fs';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';

/** What the SDK itself brings. */
const ALLOWED = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];

it('holds no library in the workflow bundle but the SDK’s own', async () => {
  const { codePath } = await loadWorkflowBundle();
  const modules = readFileSync(codePath, 'utf8').matchAll(/"\.\/node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g);
  const libraries = [...new Set([...modules].map(([, library]) => library))].sort();
  expect(libraries).toContain('@temporalio/workflow');
  expect(libraries.filter((library) => !ALLOWED.includes(library ?? ''))).toEqual([]);
});
