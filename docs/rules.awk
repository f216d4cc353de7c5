# The rules of docs/health.md, as the table of tools/tfevents/check_rules.h.
#
#	awk -f docs/rules.awk docs/health.md

BEGIN {
	print "/* Generated from docs/health.md. */"
	print "#include \"tfevents/check_rules.h\"\n"
	print "const struct check_rule check_rules[] = {"
}

/^## / { inside = $0 == "## Rules" }

inside && /^### / {
	printf "\t{\"%s\"},\n", $2
	count++
}

END {
	print "};\n"
	printf "const size_t check_rule_count = %d;\n", count
}
