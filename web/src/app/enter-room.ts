import type { ComponentType } from 'react';
import { loadPart } from '@/lib/load-part';
import { pendingApprovalsQuery } from '@/lib/use-pending-approvals';
import { studioQuery } from '@/lib/use-studio';
import { queryClient } from './query-client';

/** In ms. */
const LONGEST_WAIT = 300;

/** What the house around every room shows; asked for before the first room is there. */
const house = Promise.all([queryClient.prefetchQuery(studioQuery), queryClient.prefetchQuery(pendingApprovalsQuery)]);

/**
 * A room for the router. The first time it is entered when what it shows first has been `read` too: drawn once, it
 * does not move under the pointer. When that takes long it is drawn without.
 */
export async function enterRoom<Module>(
  load: () => Promise<Module>,
  choose: (module: Module) => ComponentType,
  read: (module: Module) => Promise<void> = () => Promise.resolve(),
): Promise<{ Component: ComponentType }> {
  const module = await loadPart(load);
  const tooLate = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
  await Promise.race([Promise.all([house, read(module)]), tooLate]);
  return { Component: choose(module) };
}
