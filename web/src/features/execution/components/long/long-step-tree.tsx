import { Elapsed } from '@/components/elapsed';
import { Panel } from '@/components/panel';
import type { OwnTime } from '../../model/own-times';
import { toRepetitionText } from '../../model/summary-state';
import { OutlineList } from './outline-list';
import { OutlineName } from './outline-name';
import { RepetitionJump } from './repetition-jump';

const ROW = 32;

interface LongStepTreeProps {
  executionId: string;
  time: OwnTime;
}

/** The steps of an execution that is too long to be read as a whole: counted by the server, opened level by level. */
export function LongStepTree({ executionId, time }: LongStepTreeProps) {
  return (
    <Panel title="Steps" bodyClassName="py-2">
      <OutlineList executionId={executionId} time={time} label="Steps, line by line" rowHeight={ROW} className="max-h-96 px-2">
        {(row, toggle) => (
          <div className="flex h-full items-center gap-2">
            <OutlineName row={row} onToggle={toggle} />
            {row.step !== null && (
              <>
                {!(row.step.repeats && row.open) && (
                  <span className="shrink-0 text-2xs text-ink-faint">
                    {row.step.repeats ? toRepetitionText(row.step) : row.of === null && row.step.stepType}
                  </span>
                )}
                <span className="ml-auto flex shrink-0 items-center gap-1 text-2xs text-ink-faint">
                  {row.step.repeats && row.open ? (
                    <RepetitionJump group={row.step} />
                  ) : (
                    row.step.stepType !== 'turn' && <Elapsed from={row.step.startedAt} to={row.step.endedAt} />
                  )}
                </span>
              </>
            )}
          </div>
        )}
      </OutlineList>
    </Panel>
  );
}
