import type { DocumentSource, PickedDocument } from './document';

/** The browser's own chooser offers camera, album and files at once. */
export const sources: readonly { source: DocumentSource; label: string }[] = [
  { source: 'file', label: '添加图片或 PDF' },
];

const readBase64 = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    // A data URL: what stands behind the comma is the content.
    reader.onload = () =>
      resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });

const picked = (file: File): PickedDocument => ({
  name: file.name,
  bytes: file.size,
  readBase64: () => readBase64(file),
});

/** Empty when the person picks nothing after all. */
export function pickDocuments(_source: DocumentSource, count: number): Promise<PickedDocument[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/jpeg,image/png,application/pdf';
  input.multiple = count > 1;
  return new Promise((resolve) => {
    input.onchange = () => resolve([...(input.files ?? [])].slice(0, count).map(picked));
    input.oncancel = () => resolve([]);
    input.click();
  });
}
