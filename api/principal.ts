import type { IncomingMessage } from 'node:http';
import { LOCAL_ORGANIZATION } from '../contracts/constants';

/** The one principal while sign-in is not configured. */
const LOCAL_PRINCIPAL = 'local-admin';

/** Who sends a request: an id, never a name. */
export function principalOf(_request: IncomingMessage): string {
  return LOCAL_PRINCIPAL;
}

/**
 * The organization that a request acts for. It comes from the verified principal, never from what the request says;
 * until sign-in is configured there is one local principal.
 */
export function organizationOf(_request: IncomingMessage): string {
  return LOCAL_ORGANIZATION;
}
