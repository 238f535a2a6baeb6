import type { ReportKind } from '@suizhen/contract';

/** OBR-24, diagnostic service section: table 0074, DICOM modalities, and what Chinese systems add. */
const sections: Record<ReportKind, readonly string[]> = {
  lab: 'LAB CH HM IMM MB MCB MYC SR BG BLB CG TX VR OSL'.split(' '),
  imaging:
    'RAD RX RUS CT NMR MR MRI US CUS VUS OUS NMS NM XRC CTH EC ECG EN PF DR CR DX MG ES XA PET IMG'.split(
      ' ',
    ),
  pathology: ['SP', 'CP', 'PAT', 'PATH', 'AU'],
  'physical-exam': ['PE', 'PHY', 'TJ', 'HPE'],
  'dental-picture': ['IO', 'PX', 'DEN', 'DENT'],
};
const kindOfSection = new Map(
  (Object.keys(sections) as ReportKind[]).flatMap((kind) =>
    sections[kind].map((code) => [code, kind] as const),
  ),
);

/** Null: nothing, or nothing known, is said. */
export function sectionKind(code: string): ReportKind | null {
  return kindOfSection.get(code.toUpperCase()) ?? null;
}

/**
 * Without a section: measured values come from a laboratory; text about tissue is a pathology, which is told
 * in person, so that a doubt ends on that side.
 */
export function guessKind(name: string, hasMeasuredValues: boolean): ReportKind {
  if (/病理|细胞学|活检|穿刺|biopsy|patholog|cytolog/i.test(name)) return 'pathology';
  if (/体检|健康检查/.test(name)) return 'physical-exam';
  return hasMeasuredValues ? 'lab' : 'imaging';
}
