import { createContext, useContext, useState } from 'react';
import { findArtifactAddress } from '@/lib/artifact-address';

/** The execution whose files may be shown as pictures in the texts inside; none where nothing is provided. */
export const PicturesOf = createContext<string | null>(null);

/** A picture of a text: a file that a tool of the same execution has kept. Of anything else it says what it would have been. */
export function ArtifactPicture({ src, alt }: { src: string; alt: string }) {
  const executionId = useContext(PicturesOf);
  const address = executionId === null ? null : findArtifactAddress(executionId, src);
  const [broken, setBroken] = useState<string | null>(null);
  if (address === null || broken === address) {
    const why = address === null ? 'not loaded' : 'no picture is kept there';
    return (
      <span className="text-ink-faint">
        [image{alt === '' ? '' : `: ${alt}`}, {why}
        {src === '' ? '' : `: ${src}`}]
      </span>
    );
  }
  return <img src={address} alt={alt} title={alt} loading="lazy" onError={() => setBroken(address)} className="max-h-96 rounded" />;
}
