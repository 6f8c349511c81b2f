import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheFolder } from '../../supervisor/find-temporal';
import { run } from '../../supervisor/run';
import { installRuntime } from './install-runtime';

const VERSION = '1.31.0';
const DOWNLOAD_MS = 300_000;
const MOST_STARTS = 10;

/**
 * Temporal's server whose clock jumps to the next thing that happens. It is the SDK's own download; where that cannot
 * be reached, the same server from Maven, kept in the user's cache folder and run by Java. One test at a time, for the
 * clock is the server's.
 */
export async function startTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  installRuntime();
  const program = join(cacheFolder(process.env), `test-server-${VERSION}`, 'test-server');
  let complaint: unknown;
  if (!existsSync(program)) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping();
    } catch (error) {
      complaint = error;
    }
    try {
      await downloadFromMaven(dirname(program));
    } catch (error) {
      const reasons = [complaint, error].map((one) => (one instanceof Error ? one.message : String(one))).join('; ');
      throw new Error(`No time-skipping server: neither the SDK's download nor Maven with Java gave one (${reasons})`);
    }
  }
  return startProgram(program);
}

/** The SDK gives a server 5 s to begin, which on a busy machine is not enough for Java. */
async function startProgram(path: string): Promise<TestWorkflowEnvironment> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
    } catch (error) {
      if (attempt === MOST_STARTS) throw error;
    }
  }
}

/** Puts the server with all that it needs into `folder`, whole or not at all. */
async function downloadFromMaven(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  try {
    const artifact = `<groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>`;
    const project =
      '<modelVersion>4.0.0</modelVersion><groupId>agent-studio</groupId><artifactId>test-server</artifactId><version>1</version>';
    const dependencies = `<dependencies><dependency>${artifact}</dependency></dependencies>`;
    writeFileSync(join(made, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">${project}${dependencies}</project>`);
    const arguments_ = ['-q', '-B', '-f', join(made, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime'];
    await run('mvn', [...arguments_, `-DoutputDirectory=${join(made, 'lib')}`], { env: process.env, timeoutMs: DOWNLOAD_MS });
    const script = `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`;
    writeFileSync(join(made, 'test-server'), script);
    chmodSync(join(made, 'test-server'), 0o755);
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
