import { CloudOff, Radio } from 'lucide-react';
import { toClock } from '@/lib/format';
import type { Connection } from '../model/live-execution';

/** Whether what is shown is as of now. */
export function ConnectionNote({ connection, ended }: { connection: Connection; ended: boolean }) {
  return (
    <span role="status" className="inline-flex text-xs">
      {connection.state === 'reconnecting' && (
        <span className="inline-flex items-center gap-1.5 rounded-full bg-warn-soft px-2 py-0.5 font-medium text-warn">
          <CloudOff aria-hidden className="size-3.5" />
          Reconnecting, as of {toClock(connection.at)}
        </span>
      )}
      {connection.state === 'connecting' && <span className="text-ink-faint">Connecting…</span>}
      {connection.state === 'connected' && !ended && (
        <span className="inline-flex items-center gap-1.5 text-good">
          <Radio aria-hidden className="size-3.5" /> Live
        </span>
      )}
    </span>
  );
}
