import type { JsonObject } from '@client';
import { useState } from 'react';
import { classes } from '@/lib/classes';
import { toBody, toYaml } from '@/lib/definition-text';
import { Button } from '../button';
import { TextDiff } from '../code';
import { Timestamp } from '../timestamp';

export interface SavedRevision {
  revision: number;
  updatedAt: string;
}

interface RevisionsProps<T extends SavedRevision> {
  /** Newest first. */
  revisions: readonly T[];
  more?: { busy: boolean; load: () => void };
  /** Puts an older one into the form; it is saved as a new revision, or not at all. */
  onRestore: (body: JsonObject) => void;
}

/** What was saved before: each revision beside the one before it, and a way back. */
export function Revisions<T extends SavedRevision>({ revisions, more, onRestore }: RevisionsProps<T>) {
  // By its number, for a new one moves all others down; the newest when none is chosen.
  const [wanted, setWanted] = useState<number | null>(null);
  const chosen = Math.max(
    revisions.findIndex(({ revision }) => revision === wanted),
    0,
  );
  const after = revisions[chosen];
  const before = revisions[chosen + 1];
  const restore = (body: JsonObject) => {
    setWanted(null);
    onRestore(body);
  };
  return (
    <div className="grid items-start gap-4 md:grid-cols-[12rem_minmax(0,1fr)]">
      <div>
        <ol className="max-h-96 space-y-0.5 overflow-y-auto" aria-label="Revisions">
          {revisions.map(({ revision, updatedAt }, index) => (
            <li key={revision}>
              <button
                type="button"
                aria-pressed={index === chosen}
                onClick={() => setWanted(revision)}
                className={classes(
                  'flex w-full items-baseline justify-between gap-2 rounded-md px-2 py-1.5 text-left text-[0.8125rem]',
                  index === chosen ? 'bg-accent-soft text-accent' : 'hover:bg-raised',
                )}
              >
                <span className="font-medium">Revision {revision}</span>
                <span className="text-ink-faint text-xs">
                  <Timestamp time={updatedAt} />
                </span>
              </button>
            </li>
          ))}
        </ol>
        {more !== undefined && (
          <Button className="mt-2 w-full" disabled={more.busy} onClick={more.load}>
            Older ones
          </Button>
        )}
      </div>
      {after !== undefined && (
        <div className="min-w-0 space-y-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-[0.8125rem] text-ink-soft">
              {before === undefined
                ? 'The first revision that is listed'
                : `What changed from revision ${before.revision} to ${after.revision}`}
            </p>
            {chosen > 0 && <Button onClick={() => restore(toBody(after))}>Restore revision {after.revision}</Button>}
          </div>
          <TextDiff
            key={after.revision}
            before={{ label: `Revision ${before?.revision ?? 0}`, text: before === undefined ? '' : toYaml(toBody(before)) }}
            after={{ label: `Revision ${after.revision}`, text: toYaml(toBody(after)) }}
          />
        </div>
      )}
    </div>
  );
}
