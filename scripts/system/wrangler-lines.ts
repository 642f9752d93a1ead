const REQUEST = /^\[wrangler:info\] ([A-Z]+) (\S+) (\d{3}) .*\((\d+)ms\)$/;
const QUEUE = /^\[wrangler:info\] QUEUE (\S+) (\d+\/\d+) \((\d+)ms\)$/;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{4}([0-9a-f]{8})/g;
const LEVEL = /^(?:▲|✘) \[(WARNING|ERROR)\] (.*)$/;
const CHATTER = [
  /^\s*$/,
  /^⎔ /,
  /^Your Worker has access to the following bindings:$/,
  /^Binding\s+Resource\s+Mode$/,
  /^env\./,
  /^\[wrangler:info\] Ready on /,
  /^Cloudflare collects anonymous telemetry/,
  /AI bindings always access remote resources/,
  /^Resource location: /,
  /^Use --remote if you want/,
  /^(🌀|🤖|🚣|\?) /u,
  /^Your database may not be available/,
  /^[┌├└]/,
  /^Migrations to be applied:$/,
  /^│ (?!.*❌)/,
  /^✅ No migrations to apply/,
  /disconnected: .*(Broken pipe|Connection reset)/,
  /^\s*stack: \S*workerd@/,
];

/** One line of wrangler's output as a short line for people; `null` where it says nothing a person needs. */
export function tidyWranglerLine(line: string): string | null {
  if (CHATTER.some((pattern) => pattern.test(line))) return null;
  const request = REQUEST.exec(line);
  if (request) {
    const [, method, path, status, ms] = request;
    return path === '/health' ? null : `${method} ${path?.replace(UUID, '…$1')} ${status} ${ms} ms`;
  }
  const batch = QUEUE.exec(line);
  if (batch) return `queue ${batch[1]} ${batch[2]} ${batch[3]} ms`;
  const level = LEVEL.exec(line);
  if (level) return `${(level[1] ?? '').toLowerCase()}: ${level[2]}`;
  return line.replace(/^\[wrangler:(\w+)\] /, '$1: ');
}
