import { type Execution, hasEnded, type Step, toStepName } from '@client';
import { ArrowDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/button';
import { Tag } from '@/components/tag';
import { isScripted, useStudio } from '@/lib/use-studio';
import { useSaid } from '../api/use-say';
import { isLive, isUpToDate, type LiveExecution } from '../model/live-execution';
import { toTranscriptGroups, withWaiting } from '../model/transcript-groups';
import { toUnheard } from '../model/unheard';
import { ExecutionInput } from './execution-input';
import { Outcome } from './outcome';
import { SpeakerColors, useSpeakerColors } from './speaker-mark';
import { ChatComposer } from './steering/chat-composer';
import { Unheard } from './steering/unheard';
import { TranscriptGroupView } from './transcript-group-view';
import { useFollow } from './use-follow';
import { useStepInAddress } from './use-step-in-address';

interface TranscriptProps {
  execution: Execution;
  live: LiveExecution;
  root: Step | null;
  stepNames: ReadonlyMap<string, string>;
}

/** What was said, step by step, as it is being said. Not a live region: a screen reader hears of whole messages elsewhere. */
export function Transcript({ execution, live, root, stepNames }: TranscriptProps) {
  const { view } = live;
  const studio = useStudio();
  const groups = useMemo(() => withWaiting(toTranscriptGroups(view), view), [view]);
  const speakers = useSpeakerColors(view);
  const sent = toUnheard(useSaid(execution.id), view);
  const isElsewhere = ({ stepPath }: { stepPath: string | null }) => !groups.some((group) => group.stepPath === stepPath);
  const ended = hasEnded(view.status);
  const missing = useStepInAddress(groups, view.steps);
  const { ref, away, jump } = useFollow(isLive(live));
  return (
    <section aria-label="Transcript" className="flex h-full flex-col">
      <div className="relative min-h-0 flex-1">
        <div
          ref={ref}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="h-full px-4 py-5 -outline-offset-2 sm:px-6 lg:overflow-y-auto lg:px-8"
        >
          <div className="mx-auto max-w-3xl space-y-7">
            <div className="flex items-center gap-2">
              <h2 className="font-semibold text-[0.8125rem]">Transcript</h2>
              {studio !== undefined && isScripted(studio.model) && <Tag tone="warn">scripted model</Tag>}
            </div>
            {missing !== null && isUpToDate(live) && (
              <p role="status" className="text-ink-soft">
                The step {missing} has not begun here.
              </p>
            )}
            <ExecutionInput input={execution.input} />
            <SpeakerColors value={speakers}>
              {groups.map((group) => (
                <TranscriptGroupView
                  key={group.stepPath}
                  name={stepNames.get(group.stepPath) ?? toStepName(group.stepPath)}
                  group={group}
                  executionId={execution.id}
                  toolCalls={view.toolCalls}
                  sent={toOwn(sent, group)}
                  late={toOwn(view.unheard, group)}
                />
              ))}
              <Unheard sent={sent.filter(isElsewhere)} late={view.unheard.filter(isElsewhere)} />
            </SpeakerColors>
            {ended && <Outcome execution={execution} view={view} />}
          </div>
        </div>
        {away && (
          <Button onClick={jump} className="absolute bottom-4 left-1/2 -translate-x-1/2 shadow-lg">
            <ArrowDown aria-hidden className="size-4" /> Follow
          </Button>
        )}
      </div>
      <ChatComposer executionId={execution.id} root={root} view={view} />
    </section>
  );
}

/** What belongs to a step of this group; the same when it is nothing, so that the group is not drawn again for it. */
function toOwn<T extends { stepPath: string | null }>(all: readonly T[], group: { stepPath: string }): readonly T[] {
  return all.length === 0 ? (NONE as readonly T[]) : all.filter(({ stepPath }) => stepPath === group.stepPath);
}

const NONE: readonly never[] = [];
