import { Hourglass } from 'lucide-react';
import { TimeLeft } from '@/components/time-left';
import { EventSender } from './event-sender';

interface EventInPlaceProps {
  executionId: string;
  name: string;
  stepPath: string;
  /** ISO 8601; null: as long as it takes. */
  until: string | null;
}

/** A step that waits for an event now, and where to send it. */
export function EventInPlace({ executionId, name, stepPath, until }: EventInPlaceProps) {
  return (
    <section aria-label={`Waits for ${name}`} className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5 text-[0.8125rem]">
        <Hourglass aria-hidden className="size-4 shrink-0 text-warn" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          waits for the event <span className="font-semibold">{name}</span>
        </span>
        {until !== null && (
          <span className="ml-auto text-xs">
            <TimeLeft until={until} />
          </span>
        )}
      </header>
      <div className="p-4">
        <EventSender executionId={executionId} events={[{ name, waits: [{ stepPath, until }] }]} fixed />
      </div>
    </section>
  );
}
