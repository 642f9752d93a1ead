/** The header of a WAVE file with the given body of its `fmt ` chunk and as much data. */
export function wavHeader(format: Uint8Array, dataBytes: number): Uint8Array {
  const formatBytes = format.byteLength + (format.byteLength % 2);
  const header = new Uint8Array(28 + formatBytes);
  const view = new DataView(header.buffer);
  const write = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, header.byteLength - 8 + dataBytes, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, format.byteLength, true);
  header.set(format, 20);
  write(20 + formatBytes, 'data');
  view.setUint32(24 + formatBytes, dataBytes, true);
  return header;
}
