import type { Handler } from './handler';

/** This process answers. */
export const getHealth: Handler<'getHealth'> = async () => ({ status: 200, body: { status: 'ok' } });
