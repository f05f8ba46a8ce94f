/** Tells whether the file is still what was written. cksum is what POSIX has, and small systems have the other. */
const sum = 'sum() { sha256sum < $f 2>/dev/null || cksum < $f 2>/dev/null; }'

/** In bytes: of a larger file, nothing is kept to go back to. */
const largestKept = 32 * 1024

/** authorized_keys before an installation. The modes are as chmod takes them; undefined where the folder or the file was missing. */
export interface KeysBefore {
  readonly folderMode: string | undefined
  readonly fileMode: string | undefined
  readonly size: number
}

/**
 * Returns the command that puts authorized_keys back as it was, in the manner of `installCommand`. Its stdin is a line with the sum after the
 * installation, and then the bytes of the file. It prints `marker` and `undone`, and changes nothing where the file has another sum.
 */
export const undoCommand = (marker: string, { folderMode, fileMode, size }: KeysBefore): string => {
  const putBack = [
    'd=$(mktemp -d $f.XXXXXX 2>/dev/null || mktemp -d) || exit 1',
    'clean() { rm -rf "$d"; }',
    'trap clean 0; trap "exit 1" 1 2 15',
    // The connection may end within the file.
    `cp -p $f "$d/new" && cat > "$d/new" && [ "$(wc -c < "$d/new")" -eq ${size} ] && chmod ${fileMode ?? ''} "$d/new" || exit 1`,
    `through() { cat "$d/new" > $f && chmod ${fileMode ?? ''} $f; }`,
    'if [ -L $f ] || [ "${d#$f}" = "$d" ]; then through; else mv -f "$d/new" $f; fi || exit 1',
    'if command -v restorecon >/dev/null 2>&1; then restorecon -F $f >/dev/null 2>&1; fi',
  ]
  const script = [
    'umask 077',
    'LC_ALL=C; export LC_ALL',
    'PATH=$PATH:/usr/sbin:/sbin',
    'f=.ssh/authorized_keys',
    'IFS= read -r was && cd || exit 1',
    sum,
    '[ -n "$was" ] && [ "$(sum)" = "$was" ] || exit 1',
    ...(fileMode === undefined ? ['if [ -L $f ]; then exit 1; fi; rm -f $f || exit 1'] : putBack),
    folderMode === undefined ? 'rmdir .ssh' : `chmod ${folderMode} .ssh`,
    `echo; echo "${marker} undone"`,
  ]
  return `exec sh -c '${script.join('; ')}'`
}

/**
 * Returns the command that installs a key in authorized_keys. It starts a POSIX sh from any log-in shell. In a quoted text csh ends at a
 * line break and expands `!`, fish reads backslashes, and no shell allows a single quote, so the script is one line without these characters.
 * Its stdin has three lines and none becomes part of a command: the two expressions of `keyLinePatterns` for grep -E, and the line to install.
 *
 * The command prints `marker` and its result on a line of its own, after the output of start-up files. The result is `there`, `added` or
 * `replaced`, followed by the key's line in the file and by a sum of the file; or `unsafe`, where the server's tools would not keep the rest of
 * the file. Before it changes a file it prints `before`, the modes of the folder and the file (`none` where missing), the file's size, and on
 * the next line the file itself.
 */
export const installCommand = (marker: string): string => {
  const script = [
    'umask 077',
    'LC_ALL=C; export LC_ALL',
    'PATH=$PATH:/usr/sbin:/sbin',
    'f=.ssh/authorized_keys',
    'IFS= read -r any && IFS= read -r just && cd || exit 1',
    'mode() { ls -ldL "$1" 2>/dev/null | cut -c2-10; }',
    'h=$(mode .ssh)',
    '[ -d .ssh ] || mkdir .ssh || exit 1',
    'lines() { grep -E -e "$any" "$1" 2>/dev/null; }',
    'count() { grep -c "" "$1"; }',
    'stands() { [ "$(lines "$1" | count -)" -eq 1 ] && lines "$1" | grep -E -e "$just" >/dev/null; }',
    sum,
    `answer() { echo; echo "${marker} $1"; lines $f; echo "${marker} sum $(sum)"; exit 0; }`,
    'size() { if [ -f $f ]; then wc -c < $f; else echo 0; fi; }',
    // What `execute` keeps of the output is limited.
    `before() { s=$(($(size))); if [ $s -le ${largestKept} ]; then m=$(mode $f); echo; echo "${marker} before \${h:-none} \${m:-none} $s"; if [ -f $f ]; then cat $f; fi; fi; }`,
    `unsafe() { echo; echo "${marker} unsafe"; exit 1; }`,
    'if stands $f; then answer there; fi',
    'chmod 700 .ssh',
    'relabel() { if command -v restorecon >/dev/null 2>&1; then restorecon -F .ssh $f >/dev/null 2>&1; fi; }',
    // Without a line break at the end of the file, the new key would become part of the last line's comment.
    'append() { { if [ -s $f ] && [ -n "$(tail -c 1 $f)" ]; then echo; fi; cat; } >> $f && chmod 600 $f && relabel; }',
    'if lines $f >/dev/null; then :; else before; append && stands $f && answer added; exit 1; fi',

    // From here on the file has the key in another form. The new file is made beside the old one, or elsewhere if that folder is not writable.
    'd=$(mktemp -d $f.XXXXXX 2>/dev/null || mktemp -d) || exit 1',
    'clean() { rm -rf "$d"; }',
    'trap clean 0; trap "exit 1" 1 2 15',
    // cp -p keeps the mode, and for root the owner.
    'cp -p $f "$d/old" && cp -p $f "$d/new" || exit 1',
    'k=$(grep -E -n -e "$any" "$d/old" | sed -n "1s/:.*//p")',
    '[ "$k" -gt 0 ] 2>/dev/null || unsafe',
    'others() { grep -E -v -e "$any"; }',
    '{ sed "${k}q" "$d/old" | others; cat; sed "1,${k}d" "$d/old" | others; } > "$d/new"',
    // grep treats a file with NUL bytes as binary. Neither that nor a full disk may lose a line of another key.
    'n=$(lines "$d/old" | count -)',
    '[ "$(count "$d/new")" -eq "$(($(count "$d/old") - n + 1))" ] && stands "$d/new" || unsafe',
    // Another program may have written the file since.
    'cmp -s $f "$d/old" || unsafe',
    'through() { cat "$d/new" > $f || { cat "$d/old" > $f; exit 1; }; }',
    'before',
    // A symbolic link, or a file that cannot be replaced, stays in place, and its content is written instead.
    'if [ -L $f ] || [ "${d#$f}" = "$d" ]; then through; elif [ -w $f ]; then mv -f "$d/new" $f; else through; fi || exit 1',
    'relabel',
    'stands $f && answer replaced',
    'exit 1',
  ]
  return `exec sh -c '${script.join('; ')}'`
}
