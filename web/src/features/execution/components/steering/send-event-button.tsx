import { Send } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import type { AwaitedEvent } from '../../model/awaited-events';
import { EventSender } from './event-sender';

/** Sends any event that steps of the execution take, also ahead of the step that will wait for it. */
export function SendEventButton({ executionId, events }: { executionId: string; events: readonly AwaitedEvent[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} title="Send one of the events that its steps wait for">
        <Send aria-hidden className="size-4" /> Send an event
      </Button>
      {open && (
        <Dialog
          title="Send an event"
          description="It is taken once. One that comes before its step has begun to wait is kept for it."
          onClose={() => setOpen(false)}
        >
          <div className="mt-4">
            <EventSender executionId={executionId} events={events} />
          </div>
        </Dialog>
      )}
    </>
  );
}
