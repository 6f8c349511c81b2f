import { type DefinitionChanges, type DefinitionStore, DefinitionsChanged } from '../contracts/ports/definition-store';

/**
 * Checks a definition against others, then writes, as one: when what `check` looked at has changed by the time of
 * `write`, both are done again. `write` passes what it was checked against to the store.
 */
export async function writeChecked<T>(
  definitions: Pick<DefinitionStore, 'countChanges'>,
  organizationId: string,
  check: () => Promise<void>,
  write: (checkedAt: DefinitionChanges) => Promise<T>,
): Promise<T> {
  for (;;) {
    const checkedAt = await definitions.countChanges(organizationId);
    await check();
    try {
      return await write(checkedAt);
    } catch (error) {
      if (!(error instanceof DefinitionsChanged)) throw error;
    }
  }
}
