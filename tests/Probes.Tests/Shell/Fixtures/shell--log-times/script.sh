awk_in_time '{ k = key($0); printf "%s\t%s\n", k, k == "" ? "none" : old(k) ? "old" : "new" }'
