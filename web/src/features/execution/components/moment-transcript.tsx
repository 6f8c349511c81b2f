import type { ExecutionView } from '@client';
import { toCountText } from '@/lib/format';
import { toSpeakerColors } from '../model/speakers';
import { MessageView } from './message-view';
import { SpeakerColors } from './speaker-mark';
import { ToolCall } from './tool-call';

const SHOWN = 3;

/** The last things that had been said by then. */
export function MomentTranscript({ view, executionId }: { view: ExecutionView; executionId: string }) {
  const last = view.transcript.slice(-SHOWN);
  const before = view.transcript.length - last.length;
  return (
    <div className="space-y-4">
      {before > 0 && <p className="text-ink-faint text-xs">{toCountText(before, 'entry', 'entries')} before these</p>}
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
