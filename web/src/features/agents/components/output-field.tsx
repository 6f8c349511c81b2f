import type { JsonObject } from '@client';
import { useState } from 'react';
import { CodeEditor, type EditorProblem } from '@/components/code';
import { parseDefinition, toJson } from '@/lib/definition-text';
import { type Draft, withField } from '../model/draft';

interface OutputFieldProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  problem?: string;
}

const FIRST: JsonObject = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] };

const NONE: EditorProblem[] = [];

/** The JSON Schema of what the agent answers, for those that answer with data. */
export function OutputField({ draft, onChange, problem }: OutputFieldProps) {
  const { output } = draft;
  // What is being typed, and the schema that it was read as; another schema comes from outside, as by a restore.
  const [typing, setTyping] = useState<{ text: string; read: unknown; problems: EditorProblem[] } | null>(null);
  const current = typing?.read === output ? typing : null;
  const text = current?.text ?? (output === undefined ? '' : toJson(output as JsonObject));
  const problems = current?.problems ?? NONE;
  const edit = (typed: string) => {
    const parsed = parseDefinition(typed);
    const broken = 'problems' in parsed;
    setTyping({ text: typed, read: broken ? output : parsed.body, problems: broken ? parsed.problems : [] });
    if (!broken) onChange(withField(draft, 'output', parsed.body));
  };
  const toggle = (wanted: boolean) => onChange(withField(draft, 'output', wanted ? FIRST : undefined));
  return (
    <div>
      <label className="flex items-center gap-2 font-medium text-[0.8125rem]">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={output !== undefined}
          onChange={({ target }) => toggle(target.checked)}
        />
        It answers with data of a schema
      </label>
      {output !== undefined && (
        <div className="mt-2">
          <CodeEditor label="JSON Schema of the output" language="json" value={text} onChange={edit} problems={problems} />
          {problems.length > 0 && (
            <p className="mt-1 text-bad text-xs">{problems[0]?.message}; the last version that could be read is kept.</p>
          )}
          {problem !== undefined && <p className="mt-1 text-bad text-xs">{problem}</p>}
        </div>
      )}
    </div>
  );
}
