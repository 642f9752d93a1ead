import { describe, expect, it } from 'vitest';
import { type MultipartRules, readMultipart } from '../../../../src/adapters/storage/multipart-form.ts';

const rules: MultipartRules = { filePart: 'file', maxFileBytes: 100_000, maxFieldBytes: 1000, maxFields: 5 };

function memorySink() {
  const state = { bytes: [] as number[], ended: '' };
  return {
    state,
    open: () => ({
      write: async (chunk: Uint8Array) => void state.bytes.push(...chunk),
      close: async () => ((state.ended = 'closed'), state.bytes.length),
      abort: async () => void (state.ended = 'aborted'),
    }),
  };
}

function formOf(parts: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, value);
  return form;
}

async function post(form: FormData): Promise<Request> {
  const encoded = new Response(form);
  const headers = encoded.headers;
  return new Request('http://debrief.test/', { method: 'POST', body: await encoded.arrayBuffer(), headers });
}

const audio = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
const file = new File([audio], 'call.wav', { type: 'audio/wav' });

describe('a multipart submission', () => {
  it('hands the file to the sink unchanged and keeps the fields, in any order', async () => {
    const sink = memorySink();
    const form = await readMultipart(
      await post(formOf({ org_id: 'acme', file, metadata: '{"a":"ü"}' })),
      rules,
      sink.open,
    );
    expect(form.fields).toEqual({ org_id: 'acme', metadata: '{"a":"ü"}' });
    expect(form.file).toEqual({ fileName: 'call.wav', contentType: 'audio/wav', sizeBytes: 70_000 });
    expect(Uint8Array.from(sink.state.bytes)).toEqual(audio);
    expect(sink.state.ended).toBe('closed');
  });

  it('is the same wherever its bytes are cut', async () => {
    const small = new File(['--a-', '\r\n--'], 'call.wav', { type: 'audio/wav' });
    const request = await post(formOf({ org_id: 'acme', file: small }));
    const bytes = new Uint8Array(await request.arrayBuffer());
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const sink = memorySink();
      const body = ReadableStream.from([bytes.slice(0, cut), bytes.slice(cut)]);
      const { headers } = request;
      const sent = new Request(request.url, { method: 'POST', headers, body, duplex: 'half' });
      const form = await readMultipart(sent, rules, sink.open);
      expect(form.fields).toEqual({ org_id: 'acme' });
      expect(Uint8Array.from(sink.state.bytes)).toEqual(new Uint8Array(await small.arrayBuffer()));
    }
  });

  it.each([
    [
      'a file over the limit',
      formOf({ file: new File([new Uint8Array(100_001)], 'a.wav') }),
      'recording_too_large',
    ],
    ['a field over the limit', formOf({ org_id: 'x'.repeat(1001) }), 'payload_too_large'],
    ['too many parts', formOf({ a: '', b: '', c: '', d: '', e: '', f: '' }), 'payload_too_large'],
    ['a file under another name', formOf({ audio: file }), 'unknown_field'],
  ])('refuses %s', async (_name, form, code) => {
    await expect(readMultipart(await post(form), rules, memorySink().open)).rejects.toMatchObject({ code });
  });

  it('refuses two files and aborts what was begun', async () => {
    const form = formOf({ file });
    form.append('file', file);
    const sink = memorySink();
    await expect(readMultipart(await post(form), rules, sink.open)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(sink.state.ended).toBe('aborted');
  });

  it('refuses a body that breaks off and aborts what was begun', async () => {
    const whole = await post(formOf({ file }));
    const body = (await whole.arrayBuffer()).slice(0, 40_000);
    const cut = new Request('http://debrief.test/', { method: 'POST', body, headers: whole.headers });
    const sink = memorySink();
    await expect(readMultipart(cut, rules, sink.open)).rejects.toMatchObject({
      code: 'malformed_multipart',
    });
    expect(sink.state.ended).toBe('aborted');
  });

  it('refuses a content type without a boundary', async () => {
    const request = new Request('http://debrief.test/', {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data' },
    });
    await expect(readMultipart(request, rules, memorySink().open)).rejects.toMatchObject({
      code: 'malformed_multipart',
    });
  });
});
