import type { Handler } from './handler';

/** 200 when engine and store answer, else 503 with what is missing. */
export const getReady: Handler<'getReady'> = async (_request, { organizationId, dependencies }) => {
  const { engine, executions, logger } = dependencies;
  async function isMissing(part: string, check: () => Promise<boolean>): Promise<string[]> {
    try {
      return (await check()) ? [] : [part];
    } catch (err) {
      logger.warn({ err, part }, 'A part does not answer');
      return [part];
    }
  }
  const [withoutEngine, withoutStore] = await Promise.all([
    isMissing('engine', () => engine.isReachable()),
    isMissing('store', async () => (await executions.list(organizationId, {}, { limit: 1 })) !== 'invalidCursor'),
  ]);
  const missing = [...withoutEngine, ...withoutStore];
  if (missing.length === 0) return { status: 200, body: { status: 'ready', missing } };
  return { status: 503, body: { status: 'unavailable', missing }, headers: { 'Retry-After': '2' } };
};
