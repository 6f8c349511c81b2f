import type { HoldView, RetryView } from '@client';
import { Hourglass, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Timestamp } from '@/components/timestamp';
import { toDurationText } from '@/lib/format';
import type { CallMoment } from '../model/call-history';
import { AttemptView } from './attempt-view';

/** What happened to a call, in order: waits, attempts, pauses. */
export function CallHistory({ executionId, moments }: { executionId: string; moments: readonly CallMoment[] }) {
  return (
    <ol className="space-y-2 text-xs">
      {moments.map((moment) => {
        switch (moment.type) {
          case 'hold':
            return <Hold key={`hold ${moment.hold.seq}`} hold={moment.hold} />;
          case 'retry':
            return <Retry key={`retry ${moment.retry.seq}`} retry={moment.retry} pauseMs={moment.pauseMs} />;
          default:
            return (
              <AttemptView
                key={`attempt ${moment.attempt.attempt}`}
                executionId={executionId}
                attempt={moment.attempt}
                fallback={moment.fallback}
              />
            );
        }
      })}
    </ol>
  );
}

function Hold({ hold: { reason, until } }: { hold: HoldView }) {
  return (
    <Between icon={<Hourglass aria-hidden className="size-3.5 shrink-0" />}>
      waited to be sent, at least until <Timestamp time={until} />: {reason}
    </Between>
  );
}

function Retry({ retry: { reason, nextAt }, pauseMs }: { retry: RetryView; pauseMs: number }) {
  return (
    <Between icon={<RotateCcw aria-hidden className="size-3.5 shrink-0" />}>
      {pauseMs > 0 ? `again after a pause of ${toDurationText(pauseMs)}, at ` : 'again at once, at '}
      <Timestamp time={nextAt} />: {reason}
    </Between>
  );
}

function Between({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2 px-3 text-ink-faint">
      {icon}
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}
