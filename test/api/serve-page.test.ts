import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRoomFilesReader } from '../../api/create-room-files-reader';
import { compressFiles } from '../../scripts/compress-files';
import { startApi, type TestApi } from './harness/start-api';

const BIG = 'export const one = 1;\n'.repeat(1_000);
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a page that is built', () => {
  let folder: string;
  let api: TestApi;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studio-page-'));
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Agent Studio</title>');
    await writeFile(join(folder, 'dist', 'assets', 'index-abc123.js'), 'export {};');
    await writeFile(join(folder, 'dist', 'assets', 'big.js'), BIG);
    await compressFiles(join(folder, 'dist'));
    await writeFile(join(folder, 'dist', 'favicon.svg'), '<svg/>');
    await writeFile(join(folder, 'dist', '.built-from'), 'hash');
    await mkdir(join(folder, 'dist', '.vite'));
    await writeFile(
      join(folder, 'dist', '.vite', 'rooms.json'),
      JSON.stringify([
        { path: '^/executions$', files: ['/assets/list.js', '/assets/part.js'] },
        { path: '^/executions/', files: ['/assets/one.js'] },
      ]),
    );
    await writeFile(join(folder, 'secret.txt'), 'secret');
    api = await startApi({ page: join(folder, 'dist') });
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  it.each(['/', '/executions', '/executions/exe_1', '/workflows/new?x=1'])('opens at %s', async (path) => {
    const answer = await api.call('GET', path, { headers: HTML });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
    expect(answer.text).toContain('Agent Studio');
  });

  it.each([
    ['/executions', '</assets/list.js>; rel=modulepreload, </assets/part.js>; rel=modulepreload'],
    ['/executions/exe_1?tab=events', '</assets/one.js>; rel=modulepreload'],
    ['/elsewhere', undefined],
  ])('names the files of the room at %s, so that they are asked for at once', async (path, link) => {
    expect((await api.call('GET', path, { headers: HTML })).headers.link).toBe(link);
  });

  it('names the files of the newest build', async () => {
    const rooms = join(folder, 'dist', '.vite', 'rooms.json');
    const before = await readFile(rooms, 'utf8');
    const link = async () => (await api.call('GET', '/executions', { headers: HTML })).headers.link;
    await writeFile(rooms, before.replace('list.js', 'other.js'));
    expect(await link()).toContain('/assets/other.js');
    await rm(rooms);
    expect(await link()).toBeUndefined();
    await writeFile(rooms, before);
    expect(await link()).toContain('/assets/list.js');
  });

  it('reads them once a build', async () => {
    const read = createRoomFilesReader(join(folder, 'dist'));
    expect(read('/executions/exe_1')).toBe(read('/executions/exe_2'));
  });

  it('allows nothing but its own files and its own server', async () => {
    const { headers } = await api.call('GET', '/', { headers: { ...HTML, host: 'localhost:3000' } });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self' ws://localhost:3000 wss://localhost:3000");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'; script-src-attr 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
  });

  it('lets browsers keep files whose name has their hash, and only those', async () => {
    const asset = await api.call('GET', '/assets/index-abc123.js');
    expect(asset).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=31536000, immutable' } });
    expect(String(asset.headers['content-type'])).toContain('javascript');
    expect(await api.call('GET', '/favicon.svg')).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('is sent as small as the client can read it: %s', async (accepted, encoding) => {
    const answer = await fetch(`${api.url}/assets/big.js`, { headers: { 'accept-encoding': accepted } });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(BIG);
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    const length = Number(answer.headers.get('content-length'));
    if (encoding === null) expect(length).toBe(BIG.length);
    else expect(length).toBeLessThan(BIG.length / 10);
  });

  it.each(['/assets/old.js', '/api/v1/nothing', '/api'])('is not the answer for %s', async (path) => {
    expect(await api.call('GET', path, { headers: HTML })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('is not the answer for programs', async () => {
    expect(await api.call('GET', '/.built-from', { headers: { accept: 'application/json' } })).toMatchObject({ status: 404 });
    expect(await api.call('GET', '/nothing', { headers: { accept: 'application/json' } })).toMatchObject({ status: 404 });
    expect(await api.call('POST', '/executions', { headers: HTML })).toMatchObject({ status: 404 });
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2f..%2fsecret.txt'])(
    'gives nothing outside its folder: %s',
    async (path) => {
      expect((await api.call('GET', path)).text).not.toContain('secret');
    },
  );
});

it('says how to build the page when it is not', async () => {
  const api = await startApi();
  const answer = await api.call('GET', '/', { headers: HTML });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('npm run build');
  await api.close();
});
