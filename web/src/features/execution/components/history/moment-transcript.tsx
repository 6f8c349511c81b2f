import type { ExecutionView } from '@client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { toCountText } from '@/lib/format';
import { toSpeakerColors } from '../../model/speakers';
import { MessageView } from '../message-view';
import { SpeakerColors } from '../speaker-mark';
import { ToolCall } from '../tool-call';

/** So many of the newest entries show, and so many more each time. */
const SHOWN = 3;
const MORE = 20;

/** What had been said by then, the last things first in sight. */
export function MomentTranscript({ view, executionId }: { view: ExecutionView; executionId: string }) {
  const [count, setCount] = useState(SHOWN);
  const last = view.transcript.slice(-count);
  const before = view.transcript.length - last.length;
  return (
    <div className="space-y-4">
      {view.transcript.length === 0 && <p className="text-ink-faint">Nothing had been said yet.</p>}
      {before > 0 && (
        <p className="flex flex-wrap items-center gap-3 text-ink-faint text-xs">
          {toCountText(before, 'entry', 'entries')} before these
          <Button onClick={() => setCount(count + MORE)}>Show {before > MORE ? `${MORE} more` : 'them'}</Button>
        </p>
      )}
      <SpeakerColors value={toSpeakerColors(view)}>
        {last.map((entry) =>
          entry.type === 'tool' ? (
            <ToolCall key={entry.id} call={view.toolCalls.get(entry.id)} />
          ) : (
            <MessageView key={entry.id} entry={entry} executionId={executionId} toolCalls={view.toolCalls} />
          ),
        )}
      </SpeakerColors>
    </div>
  );
}
