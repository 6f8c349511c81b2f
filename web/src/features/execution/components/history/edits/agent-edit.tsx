import type { ProblemDetail } from '@client';
import { CodeEditor } from '@/components/code';
import { ModelFields } from '@/components/model-fields';
import type { DraftOf } from '../../../model/edits/edit-draft';
import { toProblem } from './fields';

interface AgentEditProps {
  draft: DraftOf<'agent'>;
  mistakes: readonly ProblemDetail[];
  onChange: (draft: DraftOf<'agent'>) => void;
}

/** Other instructions of an agent, or another model. */
export function AgentEdit({ draft, mistakes, onChange }: AgentEditProps) {
  const problem = toProblem(mistakes, '/instructions');
  return (
    <div className="space-y-4">
      <div>
        <CodeEditor
          label={`Instructions of ${draft.target}`}
          language="text"
          value={draft.instructions}
          onChange={(instructions) => onChange({ ...draft, instructions })}
        />
        {problem !== undefined && (
          <p role="alert" className="mt-1 text-bad text-xs">
            {problem}
          </p>
        )}
      </div>
      <ModelFields
        model={draft.model}
        onChange={(model) => model !== undefined && onChange({ ...draft, model })}
        problemAt={(pointer) => toProblem(mistakes, pointer)}
      />
    </div>
  );
}
