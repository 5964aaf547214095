package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/examples/blog"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

// store creates the tables, stores a graph of objects, changes and queries it, and prints what is sent.
func store(ctx context.Context, out io.Writer, url string) error {
	eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { show(out, e) }))
	if err != nil {
		return err
	}
	defer eng.Close()
	fmt.Fprintln(out, "create the tables that are not there yet:")
	if err := blog.Models.MetaData().CreateAll(ctx, eng); err != nil {
		return err
	}
	sessions := orm.NewSessionMaker(eng, blog.Models)
	id, err := addJack(ctx, out, sessions)
	if err != nil {
		return err
	}
	if err := change(ctx, out, sessions, id); err != nil {
		return err
	}
	if err := ask(ctx, out, sessions); err != nil {
		return err
	}
	return remove(ctx, out, sessions, id)
}

// show prints a statement and its binds.
func show(out io.Writer, e engine.Event) {
	if strings.Contains(e.SQL, "sqlite_master") || strings.Contains(e.SQL, "pg_catalog") {
		return // the question whether a table is there
	}
	fmt.Fprintf(out, "    %s", strings.Join(strings.Fields(e.SQL), " "))
	if len(e.Args) > 0 {
		fmt.Fprintf(out, "  %v", e.Args)
	}
	fmt.Fprintln(out)
}

func addJack(ctx context.Context, out io.Writer, sessions *orm.SessionMaker) (int64, error) {
	fmt.Fprintln(out, "add a user with two addresses, which follow by cascade:")
	jack := &blog.User{Name: "jack", Fullname: "Jack Bean", Password: new("gjffdd"), Active: true,
		Addresses: orm.ListOf(&blog.Address{Email: "jack@google.com"})}
	jack.Addresses.Append(&blog.Address{Email: "j25@yahoo.com"})
	err := sessions.InTx(ctx, func(s *orm.Session) error {
		s.Add(jack, &blog.User{Name: "wendy", Fullname: "Wendy Williams"})
		return nil
	})
	return jack.ID, err
}

func change(ctx context.Context, out io.Writer, sessions *orm.SessionMaker, id int64) error {
	fmt.Fprintln(out, "change one attribute; the session finds out by itself:")
	return sessions.InTx(ctx, func(s *orm.Session) error {
		u, err := blog.Load(ctx, s, id)
		if err != nil {
			return err
		}
		u.Karma += 10
		return nil
	})
}

func ask(ctx context.Context, out io.Writer, sessions *orm.SessionMaker) error {
	s := sessions.New()
	defer s.Close()
	fmt.Fprintln(out, "join, filter, order, limit:")
	users, err := blog.AtHost(ctx, s, "google.com")
	if err != nil {
		return err
	}
	for _, u := range users {
		fmt.Fprintf(out, "  -> %s (karma %v)\n", u.Display(), u.Karma)
	}
	fmt.Fprintln(out, "a lazy load, once:")
	for range 2 {
		as, err := users[0].Addresses.All(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  -> %d addresses, the first is %s\n", len(as), as[0].Email)
	}
	fmt.Fprintln(out, "all users with their addresses, in two statements:")
	all, err := blog.WithAddresses(ctx, s)
	if err != nil {
		return err
	}
	for _, u := range all {
		fmt.Fprintf(out, "  -> %s has %d\n", u.Name, len(u.Addresses.Items()))
	}
	fmt.Fprintln(out, "columns and functions, typed:")
	counts, err := blog.AddressCounts(ctx, s)
	if err != nil {
		return err
	}
	for _, r := range counts {
		fmt.Fprintf(out, "  -> %s: %d\n", r.V1, r.V2)
	}
	return nil
}

func remove(ctx context.Context, out io.Writer, sessions *orm.SessionMaker, id int64) error {
	fmt.Fprintln(out, "delete the user; the addresses go first:")
	return sessions.InTx(ctx, func(s *orm.Session) error {
		u, err := blog.Load(ctx, s, id)
		if err != nil {
			return err
		}
		s.Delete(u)
		return nil
	})
}
