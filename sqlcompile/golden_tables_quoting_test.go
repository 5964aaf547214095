package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The table set of quoting.json.

type goldenQuoting struct {
	order, mixed, spaced, quotes, forced, bank, bankref, remote, dotted, longt, medlong *schema.Table
}

var quoting = func() (s goldenQuoting) {
	md := schema.NewMetaData()
	s.order = schema.NewTable("order", md, goldenKey("select"), goldenString("from", 20), goldenInt("group"), goldenInt("user"), goldenInt("value"))
	s.mixed = schema.NewTable("MixedCase", md, goldenKey("Id"), goldenString("userName", 20), goldenString("plain", 20), goldenString("UPPER", 20))
	s.spaced = schema.NewTable("my table", md, goldenKey("col one"), goldenInt("a-b"), goldenInt("1st"), goldenInt("_under"), goldenInt("$dollar"),
		goldenInt("mid$dollar"), goldenInt("pct%"), goldenInt("paren(x)"), goldenInt("colon:x"), goldenInt("dot.x"), goldenInt("café"))
	s.quotes = schema.NewTable(`say "hi"`, md, goldenKey(`dq"x`), goldenInt("bq`x"), goldenInt("br]x"), goldenInt("br[x"), goldenInt("sq'x"))
	lower, noQuote := goldenInt("lower"), goldenInt("NoQuote")
	lower.Quote, noQuote.Quote = expr.QuoteAlways, expr.QuoteNever
	s.forced = schema.NewTable("forced", md, goldenKey("plain"), lower, noQuote)
	s.forced.TableClause.Quote = expr.QuoteAlways
	s.bank = schema.NewTable("bank.accounts", md, goldenKey("id"), goldenString("name", 20))
	s.bankref = schema.NewTable("bank.cards", md, goldenKey("id"), goldenRef("account_id", "bank.accounts.id"))
	s.remote = schema.NewTable("Remote Banks.info", md, goldenKey("id"))
	s.dotted = schema.NewTable("db1.owner1.info", md, goldenKey("id"))
	s.longt = schema.NewTable("this_is_a_really_long_table_name_which_goes_past_the_limit_of_postgres", md,
		goldenKey("this_is_a_really_long_column_name_which_goes_past_the_limit_of_pg_too"), goldenInt("short"))
	s.medlong = schema.NewTable("a_table_name_of_thirty_five_chars_x", md, goldenKey("id"),
		goldenInt("a_column_name_of_forty_four_characters_xxxxx"), goldenInt("a_column_name_of_forty_four_characters_yyyyy"))
	goldenResolve(md)
	return s
}()

func goldenInt(name string) *schema.Column { return schema.NewColumn(name, sqltypes.Integer()) }
