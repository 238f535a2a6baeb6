import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { toneColours, type Tone } from '@/shared/look/tokens';

export function ToneTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  const colours = toneColours[tone];
  return (
    <Tag
      style={{
        color: colours.text,
        background: colours.background,
        border: `1px solid ${colours.border}`,
        marginInlineEnd: 0,
      }}
    >
      {children}
    </Tag>
  );
}
