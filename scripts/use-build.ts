import { readConfig } from '../contracts/config';
import { connectTemporalClient } from '../runtime/connect-temporal';
import { createDataFolder } from '../runtime/data-folder';
import { resolveTemporal } from '../runtime/resolve-temporal';
import { useBuild } from '../runtime/worker-versions';

/** `npm run use-build -- <build id>`: new executions go to it from now on (docs/operations.md). */
async function main(): Promise<void> {
  const [buildId, ...more] = process.argv.slice(2);
  if (buildId === undefined || more.length > 0) throw new Error('Write: npm run use-build -- <build id>');
  const config = readConfig(process.env);
  const temporal = resolveTemporal(config, createDataFolder(config.STUDIO_DATA));
  const { connection, close } = connectTemporalClient(temporal);
  const version = { deploymentName: config.STUDIO_DEPLOYMENT, buildId };
  try {
    const before = await useBuild(connection, temporal.namespace, version);
    const old = before === null || before === buildId ? '' : `; those that have begun stay with ${before}`;
    process.stdout.write(`New executions go to build ${buildId} of ${version.deploymentName}${old}\n`);
  } finally {
    await close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The build was not changed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
