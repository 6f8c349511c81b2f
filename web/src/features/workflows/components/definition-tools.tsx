import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { CopyButton } from '@/components/copy-button';
import { classes } from '@/lib/classes';
import { parseDefinition } from '@/lib/definition-text';
import { type DefinitionLanguage, toFileName, translate } from '../model/definition-file';

interface DefinitionToolsProps {
  text: string;
  /** It can be read, and so be written in the other language. */
  readable: boolean;
  language: DefinitionLanguage;
  onLanguage: (language: DefinitionLanguage) => void;
  onText: (text: string) => void;
}

const ICON = 'grid size-6 place-items-center rounded text-ink-faint hover:bg-raised hover:text-ink';

/** YAML or JSON, and the way in and out as a file. */
export function DefinitionTools({ text, readable, language, onLanguage, onText }: DefinitionToolsProps) {
  const file = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const choose = (wanted: DefinitionLanguage) => {
    const translated = translate(text, wanted);
    if (translated === null) return;
    onText(translated);
    onLanguage(wanted);
  };
  const open = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setFailure(null);
    const read = await chosen.text().catch((error: unknown) => {
      setFailure(`${chosen.name} cannot be read (${error instanceof Error ? error.message : String(error)}); choose it again.`);
      return null;
    });
    if (read === null) return;
    onLanguage(read.trimStart().startsWith('{') ? 'json' : 'yaml');
    onText(read);
  };
  const download = () => {
    const parsed = parseDefinition(text);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: language === 'json' ? 'application/json' : 'application/yaml' }));
    link.download = toFileName('body' in parsed ? parsed.body : {}, language);
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {failure !== null && (
        <p role="alert" className="text-bad text-xs">
          {failure}
        </p>
      )}
      <CopyButton text={text} what="the definition" />
      <button type="button" title="Import a file" aria-label="Import a file" className={ICON} onClick={() => file.current?.click()}>
        <Upload aria-hidden className="size-3.5" />
      </button>
      <input
        ref={file}
        type="file"
        accept=".json,.yaml,.yml,application/json,application/yaml"
        aria-label="Definition to import"
        className="hidden"
        onChange={({ target }) => {
          void open(target.files?.[0]);
          target.value = '';
        }}
      />
      <button type="button" title="Export as a file" aria-label="Export as a file" className={ICON} onClick={download}>
        <Download aria-hidden className="size-3.5" />
      </button>
      <fieldset className="flex rounded-md border border-line p-0.5">
        <legend className="sr-only">Language</legend>
        {(['yaml', 'json'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={language === one}
            disabled={language !== one && !readable}
            title={language !== one && !readable ? 'What cannot be read cannot be translated; mend it first' : undefined}
            onClick={() => choose(one)}
            className={classes(
              'rounded px-2 py-0.5 font-medium text-xs uppercase disabled:cursor-not-allowed',
              language === one ? 'bg-raised text-ink' : 'text-ink-faint',
            )}
          >
            {one}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
