import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../runtime/project-root';
import { findTemporal } from '../supervisor/find-temporal';
import { run } from '../supervisor/run';

/** What the figures depend on, for those who compare two results. */
export async function describeMachine() {
  const { path } = await findTemporal();
  const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  return {
    machine: {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      gigabytes: Math.round(totalmem() / 2 ** 30),
      os: `${platform()} ${release()} ${arch()}`,
    },
    versions: {
      product: manifest.version,
      node: process.version,
      temporalSdk: manifest.dependencies['@temporalio/worker'],
      temporalServer: (await run(path, ['--version'], { env: process.env, timeoutMs: 5_000 })).trim(),
    },
  };
}
