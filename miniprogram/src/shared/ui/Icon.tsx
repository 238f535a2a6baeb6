import { Picture } from './base';
import { iconPaths, type IconName } from './icon-paths';

/** Colours of the tokens: an image cannot read CSS variables. */
const tones = {
  primary: '#0B6B5E',
  ink: '#1B2A2F',
  quiet: '#5A6B70',
  white: '#FFFFFF',
  danger: '#B42318',
  warn: '#8A4B00',
  info: '#0B5CAD',
} as const;
export type IconTone = keyof typeof tones;

interface IconProps {
  name: IconName;
  tone?: IconTone;
  /** In px of normal type; grows with large type. */
  size?: number;
  className?: string | undefined;
}

/** A line icon, always decoration: the words beside it carry the meaning. */
export function Icon({ name, tone = 'ink', size, className }: IconProps) {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${tones[tone]}"` +
    ` stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${iconPaths[name]}"/></svg>`;
  const side = size === undefined ? 'var(--icon)' : `calc(var(--icon) * ${size / 24})`;
  return (
    <Picture
      alt=""
      className={className}
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      style={{ width: side, height: side, flexShrink: 0, display: 'block' }}
    />
  );
}
