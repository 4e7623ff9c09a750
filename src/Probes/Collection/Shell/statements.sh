# statements: turns the dump on its standard input into its statements, one a line: prefix <tab> blocks <tab> words.
# An awk parser of nginx's language stands here, beside the one in C#, because the log paths it finds are read in the same trip.
statements() {
  awk '
  function emit(t) { gsub(/^[ \t]+|[ \t]+$/, "", t); if (t != "") print prefix "\t" stack "\t" t }
  /^#@instance / { prefix = $0; sub(/.* prefix=/, "", prefix); sub(/ .*/, "", prefix); buf = ""; depth = 0; stack = ""
    e = $0; sub(/.* error_log=/, "", e); sub(/ .*/, "", e); a = $0; sub(/.* access_log=/, "", a); sub(/ .*/, "", a)
    print prefix "\t@default\terror_log " e; print prefix "\t@default\taccess_log " a; next }
  { line = $0; sub(/\r$/, "", line)
    while (match(line, /\$\{[A-Za-z0-9_]*\}/)) line = substr(line, 1, RSTART) substr(line, RSTART + 2, RLENGTH - 3) substr(line, RSTART + RLENGTH)
    out = ""
    while (match(line, /"[^"]*"|\047[^\047]*\047/)) { q = substr(line, RSTART + 1, RLENGTH - 2); gsub(/[{};#]/, "?", q); out = out substr(line, 1, RSTART - 1) q; line = substr(line, RSTART + RLENGTH) }
    line = out line; sub(/(^|[ \t;{}])#.*$/, " ", line); buf = buf " " line
    while (match(buf, /[{};]/)) { t = substr(buf, 1, RSTART - 1); c = substr(buf, RSTART, 1); buf = substr(buf, RSTART + 1); gsub(/[ \t]+/, " ", t)
      if (c == ";") emit(t)
      else if (c == "{") { emit(t); sub(/^ /, "", t); names[++depth] = t; sub(/ .*/, "", t); stack = stack "/" t }
      else if (depth > 0) { depth--; sub(/\/[^\/]*$/, "", stack) } } }'
}
