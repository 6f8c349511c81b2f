import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';

/**
 * Starts a saved workflow with Temporal's own client, for programs that already speak to Temporal. The workflow type
 * is the type of the definition's root step; the workflow id becomes the execution id. Run it beside a Studio:
 * `node --import tsx examples/start-with-temporal.ts <Temporal's address> "Research, write, review" "your topic"`
 */
async function main([address = '127.0.0.1:7233', workflow = 'Research, write, review', topic = 'Tides']: string[]): Promise<void> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace: 'agent-studio' });
  const handle = await client.workflow.start('sequential', {
    taskQueue: 'agent-studio',
    workflowId: `mine_${randomUUID()}`,
    args: [{ workflow, input: { topic } }],
  });
  process.stdout.write(`${JSON.stringify({ executionId: handle.workflowId })}\n`);
  await connection.close();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
