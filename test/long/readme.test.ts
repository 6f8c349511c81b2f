import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Client, createClient, type Execution } from '../../client';
import { STEP_TYPES } from '../../contracts/constants';
import type { AgentBody, WorkflowBody } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { startStudio, type TestStudio } from '../harness/studio';
import { readSnippets } from '../product/snippets';

const run = promisify(execFile);
const PATTERNS = 'docs/patterns';
const pages = readdirSync(join(projectRoot(), PATTERNS)).filter((name) => name.endsWith('.md'));

let studio: TestStudio;
let client: Client;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-readme-'));
  studio = await startStudio({ env: { STUDIO_SCRIPTED_DELAY: '0', STUDIO_LOG_LEVEL: 'warn' } });
  client = createClient({ url: studio.url });
});

afterAll(async () => {
  await studio?.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** The README's snippet in a language that talks to the Studio, for the Studio of this test. */
function snippet(info: string): string {
  const found = readSnippets('README.md').find((one) => one.info === info && one.text.includes('http://127.0.0.1:3000'));
  return (found?.text ?? '').replaceAll('http://127.0.0.1:3000', studio.url);
}

async function newestOf(name: string): Promise<Execution> {
  const { items } = await client.executions.list();
  const id = items.find((execution) => execution.name === name)?.id ?? '';
  return client.executions.result(id);
}

/** A person says yes to the one thing that is asked. */
async function approve(executionId: string): Promise<void> {
  const asked = async () => (await client.approvals.list({ executionId })).items[0];
  await waitUntil(async () => (await asked()) !== undefined, 20_000, 'Nobody was asked');
  await client.approvals.decide((await asked())?.id ?? '', { decision: 'approve' });
}

test('the use from TypeScript does what it says', async () => {
  // Beside `client`, as in the project's folder.
  symlinkSync(join(projectRoot(), 'client'), join(folder, 'client'));
  writeFileSync(join(folder, 'try.mts'), snippet('ts'));
  const tsx = join(projectRoot(), 'node_modules', '.bin', 'tsx');

  const { stdout } = await run(tsx, ['try.mts'], { cwd: folder });

  const { usage, output } = await newestOf('Verse and verdict');
  expect(stdout).toContain('1 executionStarted\n');
  expect(stdout).toContain(' executionEnded\n');
  expect(stdout.trimEnd()).toMatch(/\ncompleted \d+ calls \[scripted\] /);
  expect(stdout.trimEnd().endsWith(`completed ${usage.calls} calls ${output?.text}`)).toBe(true);
});

test('the use from curl does what it says', async () => {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', snippet('sh')], { cwd: folder });

  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { id } = await newestOf('Translate');
  expect(answers).toMatchObject([
    { name: 'Translator', revision: 1 },
    { lastSeq: expect.any(Number) },
    {},
    {},
    { id, input: 'Good morning' },
  ]);
});

test.each([...pages, '../compensation.md'])('the examples of %s can be saved and run', async (page) => {
  const snippets = readSnippets(`${PATTERNS}/${page}`);
  const read = <T>(info: string) => snippets.filter((one) => one.info === info).map(({ text }) => JSON.parse(text) as T);
  for (const agent of read<AgentBody>('json agent')) await client.agents.create(agent);
  const workflows = read<WorkflowBody>('json workflow');
  const inputs = read<Json>('json input');
  expect(workflows.length).toBeGreaterThan(0);
  for (const [index, body] of workflows.entries()) {
    const workflow = await client.workflows.create(body);
    const { executionId } = await client.workflows.execute(workflow.id, inputs[index] ?? inputs[0]);
    if (JSON.stringify(body).includes('"approval"')) await approve(executionId);
    const execution = await client.executions.result(executionId);
    expect(execution).toMatchObject({ name: body.name, status: 'completed', error: null });
  }
});

test('every type of step has its page, and the README names every variable', () => {
  expect(pages.sort()).toEqual(STEP_TYPES.map((type) => `${type}.md`).sort());
  const config = readFileSync(join(projectRoot(), 'contracts/config.ts'), 'utf8');
  const readme = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
  const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
  expect(named(readme, /^\| `([A-Z_]+)` \|/gm)).toEqual(named(config, /^ {2}([A-Z][A-Z_]+): ?[^,\n]*/gm));
});
